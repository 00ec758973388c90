using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>assessment scheme|register|bodies|amend|approve|record|conclude|show|list</c>.</summary>
internal static class AssessmentCommand
{
    public static Command Create() => new Command("assessment",
        "The scheme by which facilities are assessed, who assesses, and what was found.")
        .With(Scheme(), Register(), Bodies(), Record(), Conclude(), Show(), List()).With(AssessmentChange.Create());

    private static Command Scheme() => new ClubCommand("scheme",
        "Shows the scheme: its criteria, levels and the schemes that it recognises. A major non-conformity at ! blocks "
        + "every level.",
        "crmclub assessment scheme").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new GetSchemeRequest { AsOf = invocation.OnText };
            var found = await invocation.CallAsync(client, o => client.Assessments.GetSchemeAsync(request, o));
            if (invocation.Json)
            {
                invocation.Out.Document(found.Scheme);
                return ExitCodes.Done;
            }

            invocation.Out.Line(invocation.Out.Bold($"{found.Scheme.Title}, {found.Scheme.Number}"));
            invocation.Out.Table(["criterion", "", "recognised by"], [.. found.Scheme.Criteria.Select(one => new[]
            {
                $"{one.Id}{(one.MajorBlocksEveryLevel ? " !" : "")}", one.Text,
                string.Join(", ", found.Scheme.Recognised.Where(other => other.Criteria.Contains(one.Id))
                    .Select(other => other.Id)),
            })]);
            return ExitCodes.Done;
        });

    private static Command Register()
    {
        var bodyFile = new Option<string?>("--body") { Description = "A body's document", HelpName = "FILE" };
        var assessorFile = new Option<string?>("--assessor") { Description = "An assessor's", HelpName = "FILE" };
        return new ClubCommand("register",
            "Registers an accredited body, or an assessor of one; with both, the assessor is the new body's.",
            "crmclub assessment register --body data/examples/body.json --assessor data/examples/assessor.json")
            .With(bodyFile, assessorFile).Runs(async invocation =>
            {
                var body = invocation.Get(bodyFile) is { } first ? Documents.One(first).Read<AccreditedBody>() : null;
                var assessor = invocation.Get(assessorFile) is { } second
                    ? Documents.One(second).Read<AccreditedAssessor>() : null;
                if (body is null && assessor is null)
                    throw new CliException(ExitCodes.WrongInput, "Missing: --body or --assessor.",
                        "See crmclub assessment register --help.");
                using var client = invocation.Open(Identity.Officer);
                if (body is not null)
                {
                    var request = new RegisterBodyRequest { RequestId = $"{Guid.CreateVersion7()}", Body = body };
                    body = (await invocation.CallAsync(
                        client, o => client.Assessments.RegisterBodyAsync(request, o))).Body;
                    if (invocation.Json) invocation.Out.JsonLine(body);
                    else invocation.Out.Line($"{body.Number} {body.Name} is registered.");
                }

                if (assessor is null) return ExitCodes.Done;
                if (body is not null) assessor.Body = body.Number;
                var registration = new RegisterAssessorRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Assessor = assessor,
                };
                assessor = (await invocation.CallAsync(
                    client, o => client.Assessments.RegisterAssessorAsync(registration, o))).Assessor;
                if (invocation.Json) invocation.Out.JsonLine(assessor);
                else invocation.Out.Line($"{assessor.Number} of {assessor.Body} is registered.");
                return ExitCodes.Done;
            });
    }

    private static Command Bodies() => new ClubCommand("bodies",
        "Lists accredited bodies and their assessors.", "crmclub assessment bodies").Runs(async invocation =>
        {
            using var client = invocation.Open(Identity.Reader);
            var request = new ListBodiesRequest { AsOf = invocation.OnText };
            var found = await invocation.CallAsync(client, o => client.Assessments.ListBodiesAsync(request, o));
            if (invocation.Json)
            {
                invocation.Out.Document(found);
                return ExitCodes.Done;
            }

            invocation.Out.Table(
                ["number", "of", "name", "stages", "from", "until before", "ties"],
                [
                    .. found.Bodies.Select(one => new[]
                    {
                        one.Number, "", one.Name, Words(one.Stages), one.ValidFrom, one.ValidTo,
                        string.Join(", ", one.Ties),
                    }),
                    .. found.Assessors.Select(one => new[]
                    {
                        one.Number, one.Body, "", Words(one.Stages), one.ValidFrom, one.ValidTo,
                        string.Join(", ", one.Ties),
                    }),
                ]);
            return ExitCodes.Done;
        });

    private static Command Record()
    {
        var file = new Argument<string>("FILE") { Description = "The assessment; with a number its next version" };
        return new ClubCommand("record",
            "Records what an assessor found at a facility.",
            "crmclub assessment record data/examples/assessment.json").With(file).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Assessor);
                var request = new RecordAssessmentRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Assessment = Documents.One(invocation.Get(file)).Read<FacilityAssessment>(),
                };
                var answer = await invocation.CallAsync(
                    client, o => client.Assessments.RecordAssessmentAsync(request, o));
                return Write(invocation, answer.Assessment);
            });
    }

    private static Command Conclude()
    {
        var number = new Argument<string>("NUMBER") { Description = "The assessment's number" };
        return new ClubCommand("conclude",
            "Concludes an assessment: the level follows by the scheme's rule.",
            "crmclub assessment conclude A-2026-0001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Assessor);
                var request = new ConcludeAssessmentRequest
                {
                    RequestId = $"{Guid.CreateVersion7()}",
                    Number = invocation.Get(number),
                };
                var answer = await invocation.CallAsync(
                    client, o => client.Assessments.ConcludeAssessmentAsync(request, o));
                return Write(invocation, answer.Assessment);
            });
    }

    private static Command Show()
    {
        var number = new Argument<string>("NUMBER") { Description = "The assessment's number" };
        return new ClubCommand("show",
            "Shows an assessment with its findings.", "crmclub assessment show A-2026-0001").With(number)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new GetAssessmentRequest { Number = invocation.Get(number) };
                var found = await invocation.CallAsync(
                    client, o => client.Assessments.GetAssessmentAsync(request, o));
                if (invocation.Json)
                {
                    invocation.Out.Document(found);
                    return ExitCodes.Done;
                }

                Write(invocation, found.Assessment);
                invocation.Out.Table(["criterion", "result", "action due", "closed", ""],
                [
                    .. found.Assessment.Findings.Select(one => new[]
                    {
                        one.Criterion, Figures.Words(one.Result), one.Action?.DueOn ?? "", one.Action?.ClosedOn ?? "",
                        one.Recognised.Length > 0 ? $"by {one.Recognised}" : one.Note,
                    }),
                ]);
                return ExitCodes.Done;
            });
    }

    private static Command List()
    {
        var facility = new Option<string?>("--facility") { Description = "Only of this facility", HelpName = "NUMBER" };
        var overdue = new Option<bool>("--overdue") { Description = "Only with a corrective action that is late" };
        var own = new Option<bool>("--own") { Description = "Only one's own operators', or accredited body's" };
        return new ClubCommand("list", "Lists assessments.", "crmclub assessment list").With(facility, overdue, own)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(invocation.Get(own) ? Identity.Assessor : Identity.Reader);
                var request = new ListAssessmentsRequest
                {
                    Facility = invocation.Get(facility) ?? "",
                    Overdue = invocation.Get(overdue),
                    Own = invocation.Get(own),
                    PageSize = 500,
                };
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Assessments.ListAssessmentsAsync(request, o));
                    foreach (var one in page.Assessments)
                        if (invocation.Json) invocation.Out.JsonLine(one);
                        else Write(invocation, one);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                return ExitCodes.Done;
            });
    }

    private static int Write(Invocation invocation, FacilityAssessment assessment)
    {
        if (invocation.Json)
        {
            invocation.Out.Document(assessment);
            return ExitCodes.Done;
        }

        var output = invocation.Out;
        var level = assessment.Level == CertificateLevel.Unspecified ? "none" : $"{assessment.Level}";
        output.Line(output.Bold($"{assessment.Number} · {Figures.Words(assessment.State)} · {assessment.Facility} · "
            + Figures.Words(assessment.Purpose)
            + (assessment.State == AssessmentState.Concluded ? $" · level {level}" : "")));
        output.Line(
            $"{assessment.Body}, {assessment.Assessor}, at the facility on {Figures.Day(assessment.AssessedOn)}");
        foreach (var reason in assessment.Reasons) output.Line($"  {reason}");
        return ExitCodes.Done;
    }

    private static string Words(IEnumerable<Stage> stages) =>
        string.Join(", ", stages.Select(stage => Figures.Words(stage)));
}
