using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>grievance read|acknowledge|examine|answer|erase</c>: what a case officer does.</summary>
internal static class GrievanceHandling
{
    public static IEnumerable<Command> Create() => [Read(), Acknowledge(), Examine(), Answer(), Erase()];

    private static Command Read()
    {
        var number = GrievanceCommand.Number();
        return new ClubCommand("read",
            "Shows what the complainant wrote, and who they are. That it was read is recorded.",
            "crmclub grievance read G-2026-0001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new ReadSubmissionRequest { RequestId = NewId(), Number = invocation.Get(number) };
                var read = await invocation.CallAsync(client, o => client.Grievances.ReadSubmissionAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(read);
                    return ExitCodes.Done;
                }

                invocation.Out.Line(invocation.Out.Bold($"{read.Grievance.Number} · {read.Grievance.Language}"));
                invocation.Out.Line(read.Submission.Text);
                if (!read.Grievance.Anonymous)
                    invocation.Out.Line($"{read.Submission.Name} {read.Submission.Contact}".Trim());
                return ExitCodes.Done;
            });
    }

    private static Command Acknowledge()
    {
        var number = GrievanceCommand.Number();
        var summary = GrievanceCommand.Needed("--summary", "What it is about, without who wrote it");
        return new ClubCommand("acknowledge",
            "Takes a grievance up, and says in the club's own words what it is about.",
            "crmclub grievance acknowledge G-2026-0001 --summary \"Dust on a school yard\"")
            .With(number, summary).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new AcknowledgeGrievanceRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(number),
                    Summary = invocation.Get(summary)!,
                };
                return GrievanceCommand.Write(invocation, (await invocation.CallAsync(
                    client, o => client.Grievances.AcknowledgeGrievanceAsync(request, o))).Grievance);
            });
    }

    private static Command Examine()
    {
        var number = GrievanceCommand.Number();
        var subject = GrievanceCommand.Needed("--subject", "What is examined");
        var assessment = new Option<bool>("--request-assessment")
        {
            Description = "Asks for an extraordinary assessment of the facility",
        };
        return new ClubCommand("examine",
            "Begins the examination.",
            "crmclub grievance examine G-2026-0001 --subject \"Dust filters\" --request-assessment")
            .With(number, subject, assessment).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new ExamineGrievanceRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(number),
                    Subject = invocation.Get(subject)!,
                    RequestAssessment = invocation.Get(assessment),
                };
                return GrievanceCommand.Write(invocation, (await invocation.CallAsync(
                    client, o => client.Grievances.ExamineGrievanceAsync(request, o))).Grievance);
            });
    }

    private static Command Answer()
    {
        var number = GrievanceCommand.Number();
        var outcome = new Option<string>("--outcome") { Description = "What came of it", Required = true };
        outcome.AcceptOnlyFromAmong([.. Choices.Of<GrievanceOutcome>()]);
        var answer = GrievanceCommand.Needed("--answer", "What whoever filed it reads");
        var language = new Option<string?>("--language")
        {
            Description = "Of the answer (default: the grievance's)",
            HelpName = "TAG",
        };
        return new ClubCommand("answer",
            "Answers a grievance, which closes it.",
            "crmclub grievance answer G-2026-0001 --outcome upheld --answer \"Penapis debu akan diganti.\"")
            .With(number, outcome, answer, language).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new AnswerGrievanceRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(number),
                    Outcome = Choices.Parse<GrievanceOutcome>(invocation.Get(outcome)!),
                    Answer = invocation.Get(answer)!,
                    Language = invocation.Get(language) ?? "",
                };
                return GrievanceCommand.Write(invocation, (await invocation.CallAsync(
                    client, o => client.Grievances.AnswerGrievanceAsync(request, o))).Grievance);
            });
    }

    private static Command Erase()
    {
        var number = GrievanceCommand.Number();
        var reason = GrievanceCommand.Needed("--reason", "Why, without who wrote it");
        return new ClubCommand("erase",
            "Destroys the key to what the complainant wrote, for good. What the club did stays.",
            "crmclub grievance erase G-2026-0001 --reason \"Asked for by the complainant\"")
            .With(number, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.CaseOfficer);
                var request = new EraseSubmissionRequest
                {
                    RequestId = NewId(),
                    Number = invocation.Get(number),
                    Reason = invocation.Get(reason)!,
                };
                return GrievanceCommand.Write(invocation, (await invocation.CallAsync(
                    client, o => client.Grievances.EraseSubmissionAsync(request, o))).Grievance);
            });
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
