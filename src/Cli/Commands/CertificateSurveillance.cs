using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate surveillance</c>: by which days certificates have to pass one.</summary>
internal static class CertificateSurveillance
{
    /// <summary>What is to be passed by which day, and what was done about it.</summary>
    public static string Sentence(Surveillance day) => $"surveillance due {day.DueOn}: " + (day switch
    {
        { PassedOn.Length: > 0 } => $"passed by {day.Assessment} on {day.PassedOn}",
        { WarnedBefore.Count: > 0 } => $"warned {string.Join(", ", day.WarnedBefore)} days before",
        _ => "open",
    });

    public static Command Create()
    {
        var number = new Argument<string?>("NUMBER")
        {
            Description = "The certificate's number (default: what is due soon of all)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return new ClubCommand("surveillance",
            "Lists the days by which a surveillance has to be passed, with the warnings given.",
            "crmclub certificate surveillance CRM-2026-000001").With(number).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Reader);
                var request = new ListSurveillanceRequest
                {
                    Certificate = invocation.Get(number) ?? "",
                    PageSize = 500,
                };
                var days = new List<Surveillance>();
                do
                {
                    var page = await invocation.CallAsync(
                        client, o => client.Assessments.ListSurveillanceAsync(request, o));
                    days.AddRange(page.Surveillances);
                    request.PageToken = page.NextPageToken;
                }
                while (request.PageToken.Length > 0);
                if (invocation.Json) foreach (var day in days) invocation.Out.JsonLine(day);
                else invocation.Out.Table(
                    ["certificate", "due", "days warned before", "passed", "by"],
                    [.. days.Select(day => new[]
                    {
                        day.Certificate, day.DueOn, string.Join(", ", day.WarnedBefore), day.PassedOn, day.Assessment,
                    })]);
                return ExitCodes.Done;
            });
    }
}
