using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using Google.Protobuf;

namespace CrmClub.Cli.Commands;

/// <summary><c>assessment amend|approve</c>: how it changes by whom and by what facilities are assessed.</summary>
internal static class AssessmentChange
{
    private const string Scheme = "scheme";

    public static IEnumerable<Command> Create() => [Amend(), Approve()];

    private static Command Amend()
    {
        var number = new Argument<string>("NUMBER") { Description = "The body's or assessor's number, or \"scheme\"" };
        var file = new Argument<string>("FILE") { Description = "The body, assessor or scheme, whole and anew" };
        var from = new Option<string>("--from")
        {
            Description = "First day on which it counts",
            Required = true,
            HelpName = "DAY",
        };
        var reason = new Option<string>("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
        return new ClubCommand("amend",
            "Prepares another version of an accredited body, an assessor or the scheme; another person approves it.",
            "crmclub assessment amend AB-0001 data/examples/body.json --from 2027-06-01 --reason \"Accredited anew\"")
            .With(number, file, from, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var change = Read(invocation.Get(number), invocation.Get(file));
                (change.EffectiveFrom, change.Reason) = (invocation.Get(from), invocation.Get(reason));
                var request = new PrepareAccreditationChangeRequest { RequestId = NewId(), Change = change };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Accreditations.PrepareAccreditationChangeAsync(request, o))).Change);
            });
    }

    private static Command Approve()
    {
        var id = new Argument<string>("CHANGE") { Description = "Id of the change that another prepared" };
        return new ClubCommand("approve",
            "Approves a change of a body, an assessor or the scheme.",
            "crmclub assessment approve 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e").With(id).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Approver);
                var request = new ApproveAccreditationChangeRequest
                {
                    RequestId = NewId(),
                    ChangeId = invocation.Get(id),
                };
                return Write(invocation, (await invocation.CallAsync(
                    client, o => client.Accreditations.ApproveAccreditationChangeAsync(request, o))).Change);
            });
    }

    private static AccreditationChange Read(string number, string file)
    {
        if (number == Scheme)
            return new() { Scheme = ByteString.CopyFrom(Documents.One(file).Utf8) };
        if (number.StartsWith("AS-", StringComparison.Ordinal))
        {
            var assessor = Documents.One(file).Read<AccreditedAssessor>();
            assessor.Number = number;
            return new() { Assessor = assessor };
        }

        var body = Documents.One(file).Read<AccreditedBody>();
        body.Number = number;
        return new() { Body = body };
    }

    private static int Write(Invocation invocation, AccreditationChange change)
    {
        var what = change.Body?.Number ?? change.Assessor?.Number ?? Scheme;
        if (invocation.Json) invocation.Out.Document(change);
        else if (change.Approver.Length > 0) invocation.Out.Line($"{what} changes on {change.EffectiveFrom}.");
        else invocation.Out.Line($"{what}, from {change.EffectiveFrom} on: {change.Id} waits for approval.");
        return ExitCodes.Done;
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
