using System.CommandLine;
using CrmClub.Cli.Club;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Common.V1;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>declaration report KIND [MRN]</c>: what became of a declaration, told by its administration.</summary>
internal static class DeclarationReports
{
    private static readonly string[] Kinds =
    [
        "accepted", "amended", "invalidated", "under-control", "control-result", "released", "notified", "collected",
    ];

    private static readonly Argument<string> Kind = new("KIND") { Description = "What is reported" };

    private static readonly Argument<string?> Mrn = new("MRN")
    {
        Description = "The declaration (default: the newest)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Day = new("--day")
    {
        Description = "On which day (default: today where it was lodged)",
        HelpName = "DAY",
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why it is amended or invalidated",
        HelpName = "TEXT",
    };

    private static readonly Option<string?> File = new("--file")
    {
        Description = "The whole declaration as it is now, with amended",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Control = new("--control") { Description = "Of what the control is" };

    private static readonly Option<string?> Outcome = new("--outcome") { Description = "How the control ended" };

    private static readonly Option<string> Findings = new("--findings")
    {
        Description = "What the control found",
        HelpName = "TEXT",
    };

    private static readonly Option<string[]> Amounts = new("--amount")
    {
        Description = "What was collected, as 12.50 in all or A20=12.50 of a tax type; negative where it was paid back",
        HelpName = "[TAX=]AMOUNT",
    };

    private static readonly Option<int> Known = new("--known-revision")
    {
        Description = "Refuse it where there is a newer one (default: the newest now)",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Answer in full and store nothing",
    };

    public static Command Create()
    {
        Kind.AcceptOnlyFromAmong(Kinds);
        Control.AcceptOnlyFromAmong([.. Choices.Of<ControlKind>()]);
        Outcome.AcceptOnlyFromAmong([.. Choices.Of<ControlOutcome>()]);
        return new ClubCommand("report",
        "Reports what became of a declaration, as the customs system of its administration: accepted, amended, "
        + "invalidated, controlled, released, notified, collected.",
        """
        crmclub declaration report under-control --control physical
        crmclub declaration report control-result --outcome satisfactory
        crmclub declaration report released
        crmclub declaration report collected --amount A20=1.00
        """).With(Kind, Mrn, Day, Reason, File, Control, Outcome, Findings, Amounts, Known, ValidateOnly)
        .Runs(RunAsync);
    }

    /// <summary>A report in one line.</summary>
    public static string Line(DeclarationReport report)
    {
        var told = report.Report;
        return $"{report.Number}  {Name(report.State)}: " + told.KindCase switch
        {
            Report.KindOneofCase.Accepted => $"accepted on {told.Accepted.AcceptanceDay}",
            Report.KindOneofCase.Amended => $"amended, {told.Amended.Reason}",
            Report.KindOneofCase.Invalidated => $"invalidated, {told.Invalidated.Reason}",
            Report.KindOneofCase.UnderControl =>
                $"control of {Figures.Words(told.UnderControl.Kind)} from {told.UnderControl.Day}",
            Report.KindOneofCase.ControlResult => $"control {Figures.Words(told.ControlResult.Outcome)} on "
                + $"{told.ControlResult.Day} {told.ControlResult.Findings}".TrimEnd(),
            Report.KindOneofCase.Released => $"released on {told.Released.Day}",
            Report.KindOneofCase.Notified => $"notified on {told.Notified.Day}",
            Report.KindOneofCase.Collected => $"collected on {told.Collected.Day}: " + string.Join(", ",
                told.Collected.Amounts.Select(one => $"{one.TaxType} {Figures.Of(one.Amount)}".TrimStart())),
            _ => "",
        };
    }

    /// <summary>A state in small words.</summary>
    public static string Name(DeclarationState state) => Figures.Words(state);

    private static async Task<int> RunAsync(Invocation invocation)
    {
        DeclarationAnswer newest;
        using (var reader = invocation.Open(Identity.Reader))
        {
            var mrn = invocation.Get(Mrn) ?? await DeclarationCommand.NewestAsync(invocation, reader);
            newest = (await invocation.CallAsync(reader, o => reader.Declarations.GetDeclarationAsync(
                new GetDeclarationRequest { Mrn = mrn }, o))).Answer;
        }

        using var client = invocation.Open(invocation.Club.SystemOf(newest.Administration) ?? "");
        var administrations = await invocation.CallAsync(
            client, o => client.Membership.ListAdministrationsAsync(new(), o));
        var zone = administrations.Administrations.Single(one => one.Code == newest.Administration).TimeZone;
        var day = invocation.Get(Day) ?? LegalDay.Text(invocation.Club.Today(zone));
        var request = new ReportDeclarationRequest
        {
            RequestId = $"{Guid.CreateVersion7()}",
            ValidateOnly = invocation.Get(ValidateOnly),
            Mrn = newest.Mrn,
            KnownRevision = invocation.Get(Known) is > 0 and var known ? known : newest.Revision,
            Report = Read(invocation, day, newest.Duty.Currency),
            Declaration = invocation.Get(File) is { } file ? Documents.One(file).Read<Declaration>() : null,
        };
        var answer = await invocation.CallAsync(client, o => client.Declarations.ReportDeclarationAsync(request, o));
        if (invocation.Json) invocation.Out.Document(answer);
        else Write(invocation, answer);
        return ExitCodes.Done;
    }

    private static void Write(Invocation invocation, ReportDeclarationResponse answer)
    {
        invocation.Out.Line($"{answer.Report.Mrn}  {Line(answer.Report)}");
        if (answer.Difference is { } difference)
            invocation.Out.Line($"Revision {answer.Answer.Revision}: {Figures.Of(answer.Answer.Duty)}, "
                + $"a difference of {Figures.Of(difference)}");
    }

    private static Report Read(Invocation invocation, string day, string currency) => invocation.Get(Kind) switch
    {
        "accepted" => new() { Accepted = new() { AcceptanceDay = day } },
        "amended" => new() { Amended = new() { Reason = invocation.Get(Reason) ?? "" } },
        "invalidated" => new() { Invalidated = new() { Reason = invocation.Get(Reason) ?? "" } },
        "under-control" => new()
        {
            UnderControl = new() { Kind = Choice<ControlKind>(invocation.Get(Control)), Day = day },
        },
        "control-result" => new()
        {
            ControlResult = new()
            {
                Outcome = Choice<ControlOutcome>(invocation.Get(Outcome)),
                Findings = invocation.Get(Findings) ?? "",
                Day = day,
            },
        },
        "released" => new() { Released = new() { Day = day } },
        "notified" => new() { Notified = new() { Day = day } },
        _ => new()
        {
            Collected = new()
            {
                Day = day,
                Amounts = { (invocation.Get(Amounts) ?? []).Select(text => Amount(text, currency)) },
            },
        },
    };

    private static T Choice<T>(string? words) where T : struct, Enum =>
        words is null ? default : Choices.Parse<T>(words);

    private static TaxAmount Amount(string text, string currency)
    {
        var parts = text.Split('=', 2);
        return new TaxAmount
        {
            TaxType = parts.Length == 2 ? parts[0] : "",
            Amount = new Money { Amount = parts[^1], Currency = currency },
        };
    }
}
