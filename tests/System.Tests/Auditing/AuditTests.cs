using CrmClub.Contracts.Journal.V1;
using CrmClub.System.Tests.Clubs;

namespace CrmClub.System.Tests.Auditing;

/// <summary>The audit of each service, as an auditor asks for it at the gateway.</summary>
public sealed class AuditTests(RunningClub running)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Services => [.. AppHost.Club.Services];

    [Theory, MemberData(nameof(Services))]
    public async Task Verify_AnUntouchedService_Holds(string service)
    {
        using var auditor = running.Club.SignedInAs("auditor");
        VerifyAuditResult? result = null;

        var answers = auditor.StreamAsync(options =>
        {
            options.Headers!.Add("crmclub-service", service);
            return auditor.Audit.VerifyAudit(new VerifyAuditRequest(), options);
        }, Cancel);
        await foreach (var answer in answers) result = answer.Result ?? result;

        Assert.NotNull(result);
        Assert.Empty(result.Faults);
        // Declarations was not founded: its journal begins with the first declaration.
        Assert.True(service == "declarations" || result.EntriesChecked > 0);
    }
}
