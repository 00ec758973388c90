using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>member administration</c>: an administration joins with its party.</summary>
internal static class MemberAdministrations
{
    private const string StepForm = "UNIT[:MODE]";

    public static Command Register(Option<string> reason)
    {
        var code = new Argument<string>("CODE") { Description = "Code of its state, for instance NZ" };
        var party = MemberChanges.Needed("--party", "Code of its party", "PARTY");
        var english = MemberChanges.Needed("--name", "English name", "TEXT");
        var japanese = MemberChanges.Needed("--name-ja", "Japanese name", "TEXT");
        var zone = MemberChanges.Needed("--zone", "IANA zone of its legal days", "ZONE");
        var tenant = MemberChanges.Needed("--tenant", "Entra ID tenant of its systems and officers", "ID");
        var from = MemberChanges.Needed("--from", "First day on which it computes so", "DAY");
        var currency = MemberChanges.Needed("--currency", "Currency in which it collects", "CODE");
        var rates = MemberChanges.Needed("--rates", "Series of exchange rates that it applies", "SERIES");
        var timeBar = new Option<int>("--time-bar")
        {
            Description = "Years within which a debt may be notified",
            Required = true,
            HelpName = "YEARS",
        };
        var fraud = new Option<int>("--fraud-time-bar")
        {
            Description = "Years where fraud is recorded (default: no longer)",
            HelpName = "YEARS",
        };
        var hearing = new Option<int>("--hearing-days")
        {
            Description = "Days within which a debtor is heard (default: each hearing names its last day)",
            HelpName = "DAYS",
        };
        var smallest = new Option<string?>("--smallest-amount")
        {
            Description = "Additional duty below it is left (default: none)",
            HelpName = "AMOUNT",
        };
        var line = MemberChanges.Needed(
            "--line-step", "Unit to which an amount is rounded; MODE: half-away-from-zero (default) or cut", StepForm);
        var bases = new Option<string[]>("--base-step")
        {
            Description = "Unit to which the ad valorem base is rounded (default: none); may be repeated, in order",
            HelpName = StepForm,
        };
        var total = new Option<string?>("--total-step")
        {
            Description = "Unit to which a declaration's total is rounded (default: none)",
            HelpName = StepForm,
        };
        return MemberChanges.Prepares("administration",
            "Registers a customs administration, with how it computes.",
            "crmclub member administration NZ --party NZ --name \"New Zealand Customs Service\" "
            + "--name-ja ニュージーランド税関 --zone Pacific/Auckland --tenant 7e000000-0000-4000-8000-0000000000c2 "
            + "--from 2027-01-04 --currency NZD --rates NZ-MONTHLY --time-bar 4 --line-step 0.01 "
            + "--reason \"Letter of the party\"",
            invocation => new Change
            {
                Administration = new Administration
                {
                    Code = invocation.Get(code),
                    Party = invocation.Get(party)!,
                    NameEn = invocation.Get(english)!,
                    NameJa = invocation.Get(japanese)!,
                    TimeZone = invocation.Get(zone)!,
                    TenantId = invocation.Get(tenant)!,
                    Policies =
                    {
                        new AdministrationPolicy
                        {
                            ValidFrom = invocation.Get(from)!,
                            Currency = invocation.Get(currency)!,
                            ExchangeRateSeries = invocation.Get(rates)!,
                            TimeBarYears = invocation.Get(timeBar),
                            Adjustments = new AdjustmentPolicy
                            {
                                HearingDays = invocation.Get(hearing),
                                FraudTimeBarYears = invocation.Get(fraud),
                                SmallestAmount = invocation.Get(smallest) ?? "",
                            },
                            Rounding = new RoundingPolicy
                            {
                                BaseSteps = { invocation.Get(bases)!.Select(Step) },
                                LineStep = Step(invocation.Get(line)!),
                                TotalStep = invocation.Get(total) is { } last ? Step(last) : null,
                            },
                        },
                    },
                },
            },
            reason, code, party, english, japanese, zone, tenant, from, currency, rates, timeBar, fraud,
            hearing, smallest, line, bases, total);
    }

    private static RoundingStep Step(string text) => text.Split(':') switch
    {
        [var unit] => new RoundingStep { Unit = unit, Mode = RoundingMode.HalfAwayFromZero },
        [var unit, var mode] when Choices.Of<RoundingMode>().Contains(mode) =>
            new RoundingStep { Unit = unit, Mode = Choices.Parse<RoundingMode>(mode) },
        _ => throw new CliException(
            ExitCodes.WrongInput, $"\"{text}\" is not {StepForm}.", "For instance 0.01 or 1000:cut."),
    };
}
