using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate suspend|lift</c>: a certificate that does not count for a time.</summary>
internal static class CertificateSuspend
{
    public static IEnumerable<Command> Create(Option<string> reason) => [Suspend(reason), Lift(reason)];

    private static Command Suspend(Option<string> reason)
    {
        var number = new Argument<string>("NUMBER") { Description = "The certificate's number" };
        var ground = new Option<string>("--ground") { Description = "Why it does not count", Required = true };
        ground.AcceptOnlyFromAmong([.. Choices.Of<SuspensionGround>()]);
        var from = new Option<string?>("--from")
        {
            Description = "First day on which it does not count (default: today)",
            HelpName = "DAY",
        };
        return new ClubCommand("suspend",
            "Prepares a suspension; another person approves it.",
            "crmclub certificate suspend CRM-2026-000002 --ground inquiry --reason \"A grievance is looked into\"")
            .With(number, ground, from, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new PrepareSuspensionRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Certificate = invocation.Get(number),
                    Ground = Choices.Parse<SuspensionGround>(invocation.Get(ground)!),
                    EffectiveDay = invocation.Get(from) ?? CertificateCommand.Today(invocation),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareSuspensionAsync(request, o));
                return CertificateCommand.Write(invocation, response.Change);
            });
    }

    private static Command Lift(Option<string> reason)
    {
        var number = new Argument<string>("NUMBER") { Description = "The certificate's number" };
        var from = new Option<string?>("--from")
        {
            Description = "Day from which it counts again, not before it was suspended (default: today)",
            HelpName = "DAY",
        };
        return new ClubCommand("lift",
            "Prepares the end of a suspension; another person approves it.",
            "crmclub certificate lift CRM-2026-000002 --reason \"The inquiry found nothing\"")
            .With(number, from, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Officer);
                var request = new PrepareLiftingRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Certificate = invocation.Get(number),
                    EffectiveDay = invocation.Get(from) ?? CertificateCommand.Today(invocation),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.PrepareLiftingAsync(request, o));
                return CertificateCommand.Write(invocation, response.Change);
            });
    }
}
