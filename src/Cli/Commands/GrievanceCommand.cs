using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Cli.Output;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary>
/// <c>grievance file|status|list|show|read|acknowledge|examine|answer|erase</c>: filed by anybody, handled by a case
/// officer.
/// </summary>
internal static class GrievanceCommand
{
    public static Command Create() => new Command("grievance", "Files and handles grievances about suppliers.")
        .With(FileIt(), Status(), List(), Show()).With(GrievanceHandling.Create());

    /// <summary>The number of the grievance that a command is about.</summary>
    public static Argument<string> Number() => new("GRIEVANCE") { Description = "The grievance's number" };

    public static Option<string> Needed(string name, string description) =>
        new(name) { Description = description, Required = true, HelpName = "TEXT" };

    public static int Write(Invocation invocation, Grievance grievance)
    {
        if (invocation.Json) invocation.Out.Document(grievance);
        else Write(invocation.Out, grievance);
        return ExitCodes.Done;
    }

    private static Command FileIt()
    {
        var language = new Option<string>("--language")
        {
            Description = "Of the text, for instance pt-BR",
            Required = true,
            HelpName = "TAG",
        };
        var text = Needed("--text", "What happened");
        var facility = Given("--facility", "Facility that it is about", "NUMBER");
        var certificate = Given("--certificate", "Certificate that it is about", "NUMBER");
        var name = Given("--name", "Who files it; may be left out", "TEXT");
        var contact = Given("--contact", "How to reach them; may be left out", "TEXT");
        return new ClubCommand("file",
            "Files a grievance about a facility, a certificate or both. Its receipt and secret are shown once.",
            "crmclub grievance file --facility F-MY-0001 --language ms "
            + "--text \"Debu dari kilang menutupi halaman sekolah.\"")
            .With(language, text, facility, certificate, name, contact).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new FileGrievanceRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Language = invocation.Get(language)!,
                    Text = invocation.Get(text)!,
                    Facility = invocation.Get(facility) ?? "",
                    Certificate = invocation.Get(certificate) ?? "",
                    Name = invocation.Get(name) ?? "",
                    Contact = invocation.Get(contact) ?? "",
                };
                var filed = await invocation.CallAsync(client, o => client.Grievances.FileGrievanceAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(filed);
                    return ExitCodes.Done;
                }

                invocation.Out.Line($"{filed.Receipt} is received. An answer is due by {filed.DueOn}.");
                invocation.Out.Line($"Secret: {invocation.Out.Bold(filed.Secret)}. Keep it: it can't be given again.");
                return ExitCodes.Done;
            });
    }

    private static Command Status()
    {
        var receipt = new Argument<string>("RECEIPT") { Description = "As it was given" };
        var secret = Needed("--secret", "As it was given with the receipt");
        return new ClubCommand("status",
            "Says how far a grievance is, and the answer once there is one.",
            "crmclub grievance status G-2026-0001 --secret 0000-1111-2222-3333-4444-5555-6666-7777")
            .With(receipt, secret).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetGrievanceStatusRequest
                {
                    Receipt = invocation.Get(receipt),
                    Secret = invocation.Get(secret)!,
                };
                var status = await invocation.CallAsync(
                    client, o => client.Grievances.GetGrievanceStatusAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(status);
                    return ExitCodes.Done;
                }

                invocation.Out.Line(invocation.Out.Bold($"{status.Receipt} · {Figures.Words(status.State)}"));
                invocation.Out.Line($"filed {status.FiledOn}, due {status.DueOn}"
                    + (status.Escalated ? ", late" : ""));
                if (status.Answer.Length > 0)
                    invocation.Out.Line($"{Figures.Words(status.Outcome)}: {status.Answer}");
                return ExitCodes.Done;
            });
    }

    private static Command List()
    {
        var state = new Option<string?>("--state") { Description = "Only those in this state" };
        state.AcceptOnlyFromAmong([.. Choices.Of<GrievanceState>()]);
        var overdue = new Option<bool>("--overdue") { Description = "Only those that are late" };
        return new ClubCommand("list", "Lists grievances, oldest first.", "crmclub grievance list --state received")
            .With(state, overdue).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new ListGrievancesRequest { PageSize = 500, Overdue = invocation.Get(overdue) };
                if (invocation.Get(state) is { } asked) request.State = Choices.Parse<GrievanceState>(asked);
                var all = new List<Grievance>();
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Grievances.ListGrievancesAsync(request, o));
                    all.AddRange(page.Grievances);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                if (invocation.Json)
                {
                    foreach (var grievance in all) invocation.Out.JsonLine(grievance);
                    return ExitCodes.Done;
                }

                invocation.Out.Table(
                    ["number", "state", "filed", "due", "late", "language", "facility", "certificate"],
                    [.. all.Select(one => new[]
                    {
                        one.Number, Figures.Words(one.State), one.FiledOn, one.DueOn, one.Escalated ? "late" : "",
                        one.Language, one.Facility, one.Certificate,
                    })]);
                return ExitCodes.Done;
            });
    }

    private static Command Show()
    {
        var number = Number();
        return new ClubCommand("show",
            "Shows a grievance and all that was done, without what the complainant wrote.",
            "crmclub grievance show G-2026-0001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new GetGrievanceRequest { Number = invocation.Get(number) };
                var found = await invocation.CallAsync(client, o => client.Grievances.GetGrievanceAsync(request, o));
                return Write(invocation, found.Grievance);
            });
    }

    private static void Write(Printer output, Grievance grievance)
    {
        output.Line(output.Bold($"{grievance.Number} · {Figures.Words(grievance.State)} · {grievance.Language}"));
        output.Line($"about {grievance.Facility} {grievance.Certificate}".TrimEnd()
            + $", filed {grievance.FiledOn}, due {grievance.DueOn}");
        if (grievance.Escalated) output.Line(output.Bad("Its deadline passed without an answer."));
        if (grievance.Erased) output.Line("What the complainant wrote was erased.");
        foreach (var step in grievance.Steps)
            output.Line($"{step.Place,3}  {Figures.Words(step.Kind)}  {step.Text}{step.Assessment}".TrimEnd());
    }

    private static Option<string?> Given(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
