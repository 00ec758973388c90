using System.CommandLine;
using CrmClub.Cli.CommandLine;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Cli.Commands;

/// <summary><c>certificate keys rotate|compromise|approve</c>: four eyes, so each waits for approval.</summary>
internal static class CredentialKeys
{
    public static Command Create() => new Command("keys", "The keys that credentials are signed with.")
        .With(Rotate(), Compromise(), Approve());

    private static Command Rotate()
    {
        var reason = Reason();
        return new ClubCommand("rotate",
            "Prepares that the published key signs and the next is published; what was signed before stays valid.",
            "crmclub certificate keys rotate --reason \"Yearly rotation\"").With(reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Operator);
                var request = new RotateCredentialKeysRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.RotateCredentialKeysAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response);
                else Write(invocation, response.Keys, response.Change);
                return ExitCodes.Done;
            });
    }

    private static Command Compromise()
    {
        var key = new Argument<string>("KEY") { Description = "The key's id, its RFC 7638 thumbprint" };
        var reason = Reason();
        return new ClubCommand("compromise",
            "Prepares that nothing a key signed holds any more; certificates that count are signed again by another.",
            "crmclub certificate keys compromise 3fGmqe9XkG2cXhKjXq0tAqV3eWcVb8Xk0yY1v8mZ4nE "
            + "--reason \"A stolen backup\"")
            .With(key, reason).Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Operator);
                var request = new CompromiseCredentialKeyRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    KeyId = invocation.Get(key),
                    Reason = invocation.Get(reason)!,
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.CompromiseCredentialKeyAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response.Change);
                else Write(invocation, [], response.Change);
                return ExitCodes.Done;
            });
    }

    private static Command Approve()
    {
        var change = new Argument<string>("CHANGE") { Description = "Id of the prepared change" };
        return new ClubCommand("approve",
            "Approves a change of the keys by the id that rotate or compromise gave. Its author is refused.",
            "crmclub certificate keys approve 0193e5c1-7a4e-7c7a-9d53-0e8a4b1c2d3e").With(change)
            .Runs(async invocation =>
            {
                using var client = invocation.Open(Identity.Approver);
                var request = new ApproveCredentialKeysRequest
                {
                    RequestId = Guid.CreateVersion7().ToString(),
                    ChangeId = invocation.Get(change),
                };
                var response = await invocation.CallAsync(
                    client, o => client.Suppliers.ApproveCredentialKeysAsync(request, o));
                if (invocation.Json) invocation.Out.Document(response);
                else Write(invocation, response.Keys, response.Change);
                return ExitCodes.Done;
            });
    }

    private static void Write(Invocation invocation, IReadOnlyList<CredentialKey> keys, CredentialKeyChange change)
    {
        if (keys.Count > 0)
            invocation.Out.Table(["key", "state", "since"], [.. keys.Select(key => new[]
            {
                key.Id, Figures.Words(key.State), CertificateCredential.Instant(key.Since.ToDateTime()),
            })]);
        if (change.Approver.Length == 0)
            invocation.Out.Line($"Waits for a second pair of eyes: crmclub certificate keys approve {change.Id}");
    }

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why", Required = true, HelpName = "TEXT" };
}
