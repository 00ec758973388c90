using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>member evidence|correct|shares|mandate|changes|approve|reject</c>: four eyes, so each change waits for approval.
/// </summary>
internal static class MemberChanges
{
    private static readonly Argument<string> Party = new("PARTY") { Description = "EU, or a country's code" };

    public static Command[] Create(Option<string> reason) =>
        [
        Evidence(reason), Correct(reason), Shares(reason), Mandate(reason), List(), Approve(), Reject(reason),
    ];

    private static Command Evidence(Option<string> reason)
    {
        var criterion = Needed("--criterion", "Id of the criterion", "ID");
        var evidence = Needed("--evidence", "Where the evidence lies: number or address of a document", "TEXT");
        var report = new Option<string?>("--report")
        {
            Description = "The signed report of a conformance run, where the criterion asks for one",
            HelpName = "FILE",
        };
        return Prepares("evidence",
            "Files the evidence that an applicant meets a criterion, for review.",
            "crmclub member evidence NZ --criterion STOCKPILE --evidence \"Annex 4\" --reason \"Filed\"",
            invocation => new Change
            {
                Criterion = new CriterionMet
                {
                    Party = invocation.Get(Party),
                    Criterion = invocation.Get(criterion)!,
                    Evidence = invocation.Get(evidence)!,
                    Report = invocation.Get(report) is { } file ? Documents.One(file).Text.Trim() : "",
                },
            }, reason, Party, criterion, evidence, report);
    }

    private static Command Correct(Option<string> reason)
    {
        var decision = new Option<int>("--decision") { Description = "Number of the decision", Required = true };
        var from = Needed("--from", "Day from which it counts", "DAY");
        return Prepares("correct",
            "Corrects the day from which a decision counts; the reason is its cause.",
            "crmclub member correct NZ --decision 1 --from 2026-01-05 --reason \"The letter came in January\"",
            invocation => new Change
            {
                Correction = new EffectiveDayCorrection
                {
                    Party = invocation.Get(Party),
                    Decision = invocation.Get(decision),
                    NewEffectiveOn = invocation.Get(from)!,
                },
            }, reason, Party, decision, from);
    }

    private static Command Shares(Option<string> reason)
    {
        var shares = new Option<string[]>("--share")
        {
            Description = "A party's share of imports, percent; repeated, and 100 together",
            Required = true,
            HelpName = "PARTY=PERCENT",
        };
        var from = Needed("--from", "Day from which they hold", "DAY");
        return Prepares("shares",
            "Sets the shares by which votes are weighed.",
            "crmclub member shares --from 2040-01-01 --share EU=62 --share JP=38 --reason \"Three years' average\"",
            invocation => new Change
            {
                VotingShares = new VotingShares
                {
                    ValidFrom = invocation.Get(from)!,
                    Shares = { invocation.Get(shares)!.Select(ShareOf) },
                },
            }, reason, shares, from);
    }

    private static Command Mandate(Option<string> reason)
    {
        var person = Needed("--person", "Object id of the person", "ID");
        var deputy = new Option<bool>("--deputy") { Description = "Stands in for the delegate" };
        var from = Needed("--from", "First day", "DAY");
        var to = new Option<string?>("--to") { Description = "Day after the last (default: none)", HelpName = "DAY" };
        return Prepares("mandate",
            "Gives a person the mandate to vote for a party.",
            "crmclub member mandate JP --person 0b000000-0000-4000-8000-00000000000c --deputy --from 2027-01-04 "
            + "--reason \"Letter of the party\"",
            invocation => new Change
            {
                Mandate = new Mandate
                {
                    Party = invocation.Get(Party),
                    PersonId = invocation.Get(person)!,
                    Deputy = invocation.Get(deputy),
                    ValidFrom = invocation.Get(from)!,
                    ValidTo = invocation.Get(to) ?? "",
                },
            }, reason, Party, person, deputy, from, to);
    }

    private static Command List() => new ClubCommand("changes",
        "Lists what was prepared, and what became of it.", "crmclub member changes").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListChangesRequest { PageSize = 500 };
            var changes = new List<Change>();
            do
            {
                var page = await invocation.CallAsync(client, o => client.Membership.ListChangesAsync(request, o));
                changes.AddRange(page.Changes);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            if (invocation.Json)
            {
                foreach (var change in changes) invocation.Out.JsonLine(change);
                return ExitCodes.Done;
            }

            invocation.Out.Table(["id", "what", "state", "reason"], [.. changes.Select(change => new[]
            {
                change.Id, What(change), Figures.Words(change.State), change.Reason,
            })]);
            return ExitCodes.Done;
        });

    private static Command Approve()
    {
        var change = new Argument<string>("CHANGE") { Description = "Id of the prepared change" };
        return new ClubCommand("approve",
            "Approves a prepared change; it takes effect. Its author is refused.",
            "crmclub member approve 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e").With(change).Runs(async invocation =>
                Write(invocation, await ApproveAsync(invocation, invocation.Get(change)!)));
    }

    /// <summary>Approves a change as the second person.</summary>
    internal static async Task<Change> ApproveAsync(Invocation invocation, string change)
    {
        using var client = invocation.Open(Identity.Approver);
        var request = new ApproveChangeRequest { RequestId = Guid.CreateVersion7().ToString(), ChangeId = change };
        return (await invocation.CallAsync(client, o => client.Membership.ApproveChangeAsync(request, o))).Change;
    }

    private static Command Reject(Option<string> reason)
    {
        var change = new Argument<string>("CHANGE") { Description = "Id of the prepared change" };
        return new ClubCommand("reject",
            "Rejects a prepared change, with a reason.",
            "crmclub member reject 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e --reason \"The letter is missing\"")
            .With(change, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Approver);
                var request = new RejectChangeRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    ChangeId = invocation.Get(change),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Membership.RejectChangeAsync(request, o));
                return Write(invocation, response.Change);
            });
    }

    /// <summary>A command that prepares a change.</summary>
    public static Command Prepares(string name, string description, string example,
        Func<Invocation, Change> content, Option<string> reason, params Symbol[] symbols) =>
        new ClubCommand(name, description, example).With([.. symbols, reason]).Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Officer);
            var request = new PrepareChangeRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                Change = content(invocation),
            };
            request.Change.Reason = invocation.Get(reason)!;
            var response = await invocation.CallAsync(client, o => client.Membership.PrepareChangeAsync(request, o));
            return Write(invocation, response.Change);
        });

    public static Option<string> Needed(string name, string description, string helpName) =>
        new(name) { Description = description, Required = true, HelpName = helpName };

    private static PartyShare ShareOf(string text) =>
        text.Split('=') is [{ Length: > 0 } party, { Length: > 0 } percent]
        ? new PartyShare { Party = party, SharePercent = percent }
        : throw new CliException(ExitCodes.WrongInput, $"--share: \"{text}\" is not PARTY=PERCENT.",
            "For instance --share EU=62.");

    private static string What(Change change) => change.ContentCase switch
    {
        Change.ContentOneofCase.Criterion =>
            $"{change.Criterion.Party} meets {change.Criterion.Criterion}: {change.Criterion.Evidence}",
        Change.ContentOneofCase.Correction => $"{change.Correction.Party}: decision {change.Correction.Decision} "
            + $"counts from {change.Correction.NewEffectiveOn}",
        Change.ContentOneofCase.VotingShares => $"shares from {change.VotingShares.ValidFrom}: "
            + string.Join(", ", change.VotingShares.Shares.Select(share => $"{share.Party} {share.SharePercent} %")),
        Change.ContentOneofCase.Administration =>
            $"{change.Administration.NameEn} is registered for {change.Administration.Party}",
        Change.ContentOneofCase.CustomsSystem => $"{change.CustomsSystem.Name} of "
            + $"{change.CustomsSystem.Administration} may {MemberSystems.Operations(change.CustomsSystem)}",
        Change.ContentOneofCase.Rotation => $"{change.Rotation.NewClientId} takes the place of "
            + $"{change.Rotation.ClientId} from {change.Rotation.ValidFrom}, which ends before "
            + change.Rotation.OldValidTo,
        Change.ContentOneofCase.CountryGroup => $"{change.CountryGroup.Code} has {change.CountryGroup.Members.Count} "
            + "rows of members",
        Change.ContentOneofCase.Notice => $"notice: {change.Notice.TitleEn}",
        _ => $"{change.Mandate.PersonId} votes for {change.Mandate.Party} from {change.Mandate.ValidFrom}",
    };

    private static int Write(Invocation invocation, Change change)
    {
        if (invocation.Json)
        {
            invocation.Out.Document(change);
            return ExitCodes.Done;
        }

        invocation.Out.Line(invocation.Out.Bold($"{What(change)} · {Figures.Words(change.State)}"));
        if (change.State == ChangeState.Prepared)
            invocation.Out.Line($"Waits for a second pair of eyes: crmclub member approve {change.Id}");
        return ExitCodes.Done;
    }
}
