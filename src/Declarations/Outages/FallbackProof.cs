using CrmClub.Contracts.Declarations.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;
using Npgsql;

namespace CrmClub.Declarations.Outages;

/// <summary>
/// Proves the day of acceptance of what was declared on paper or offline: by a recorded outage of the administration,
/// or of the club, that lasted on that day; and its reference must be its own. Only what carries document 9CRF asks the
/// database for both.
/// </summary>
internal sealed class FallbackProof(NpgsqlDataSource database, MembershipState membership, ClubTime clock)
{
    /// <exception cref="ClubException">
    /// It carries a fallback reference, and no outage covers its day, or another declaration has that reference.
    /// </exception>
    public async Task CheckAsync(Declaration declaration, CancellationToken cancel)
    {
        var carried = FallbackReferences.Of(declaration);
        if (carried.Count == 0)
            return;
        var isProven = (await ProvingAsync(declaration, cancel)).Count > 0;
        var taken = await FallbackReferences.TakenAsync(database, declaration, carried, cancel);
        var faults = new Violations();
        foreach (var (path, reference) in carried)
        {
            if (!isProven)
                faults.Add(path, "12 03", "FALLBACK_OUTAGE", reference,
                    "a day of acceptance on which a recorded outage lasted",
                    $"No outage of {declaration.Administration} or of the club is recorded for "
                    + $"{(declaration.AcceptanceDay.Length == 0 ? "it" : declaration.AcceptanceDay)}.");
            if (reference.Length == 0 || taken.Contains(reference))
                faults.Add(path, "12 03", "FALLBACK_REFERENCE", reference,
                    "a fallback reference that no other declaration of the administration has",
                    reference.Length == 0 ? "It is missing." : "Another declaration has this reference.");
        }

        faults.ThrowIfAny();
    }

    /// <summary>The outages that prove its day; none where it carries no fallback reference.</summary>
    public async Task<IReadOnlyList<Outage>> ProvingAsync(Declaration declaration, CancellationToken cancel)
    {
        var documents = declaration.Items.SelectMany(item => item.Documents);
        if (documents.All(document => document.Code != DocumentCodes.Fallback)
            || !Wire.TryDay(declaration.AcceptanceDay, out var day))
            return [];
        var zone = membership.View.Administration(declaration.Administration)!.TimeZone;
        return [.. (await OutageStore.AllAsync(database, cancel))
            .Where(one => one.Administration.Length == 0 || one.Administration == declaration.Administration)
            .Where(one => Covers(one, day, zone))];
    }

    private bool Covers(Outage outage, DateOnly day, string zone) =>
        DayOf(outage.BeganAt.ToDateTimeOffset(), zone) <= day
        && day <= DayOf(outage.EndedAt?.ToDateTimeOffset() ?? clock.UtcNow, zone);

    private static DateOnly DayOf(DateTimeOffset instant, string zone) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
}
