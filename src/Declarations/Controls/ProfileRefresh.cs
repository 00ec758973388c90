using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Json;
using CrmClub.Journal;
using CrmClub.ServiceDefaults;
using Npgsql;

namespace CrmClub.Declarations.Controls;

/// <summary>
/// Keeps the profiles in memory like the table, whichever replica added to it. Where the table is empty, as in a new
/// club and after the upgrade that brought it, the founding profiles come into force first.
/// </summary>
internal sealed class ProfileRefresh(
    NpgsqlDataSource database, ProfileHolder holder, FoundingDocuments documents, JournalSignal journal,
    TimeProvider time, ILogger<ProfileRefresh> log) : TableRefresh(database, log)
{
    private const string Founder = "club";

    protected override NpgsqlCommand Listen(NpgsqlConnection connection) =>
        new($"LISTEN {ProfileStore.Channel}", connection);

    protected override async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var steps = await ProfileStore.AllAsync(connection, cancel);
        if (steps.Count == 0)
        {
            await FoundAsync(connection, cancel);
            steps = await ProfileStore.AllAsync(connection, cancel);
        }

        holder.Replace(new ProfileBook(
            [.. steps.Where(step => step.Profile.State != RiskProfileState.Proposed)]));
    }

    private async Task FoundAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var file = await documents.ReadAsync("risk-profiles.json", cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ProfileStore.LockAsync(transaction, cancel);
        if ((await ProfileStore.AllAsync(connection, cancel)).Count > 0)
            return;
        var now = time.RecordedNow();
        foreach (var profile in StrictJson.Read<FoundingRiskProfiles>(file.Bytes).Profiles)
        {
            profile.Version = 1;
            profile.State = RiskProfileState.InForce;
            profile.ContentHash = ProfileRules.HashOf(profile);
            (profile.ProposedBy, profile.ProposedAt, profile.ApprovedAt) = (Founder, now, now);
            await ProfileStore.StoreAsync(transaction, Founder, profile, cancel);
        }

        await transaction.CommitAsync(cancel);
        journal.Raise();
    }
}
