using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.Membership.Founding;
using CrmClub.Membership.Storage;
using CrmClub.ServiceDefaults.Requests;

namespace CrmClub.Membership.Administrations;

/// <summary>What holds for changes of customs systems, and what becomes of the system.</summary>
internal static class SystemRules
{
    /// <summary>Says what is meant by what is left out, so that it is written where it is approved.</summary>
    public static void Complete(CustomsSystem system)
    {
        if (system.Operations.Count == 0)
            system.Operations.Add(Enum.GetValues<SystemOperation>().Where(one => one != SystemOperation.Unspecified));
        if (system.ItemsPerSecond == 0)
            system.ItemsPerSecond = SystemRates.ItemsPerSecond;
    }

    public static void Check(CustomsSystem system, Deed deed)
    {
        const string field = "change.customs_system";
        var (faults, view) = (deed.Work.Faults, deed.Book.View);
        FoundingDocumentCheck.Check(
            faults, field, system, view.Administrations.Select(administration => administration.Code).ToHashSet());
        if (system.Suspended)
            faults.Add(
                $"{field}.suspended", "", "NOT_HERE", "true", "false", "A system is suspended without a change.");
        if (system.RecordedAt is not null)
            faults.Add($"{field}.recorded_at", "", "NOT_HERE", $"{system.RecordedAt}", "nothing",
                "The club gives the instant.");
        if (view.SystemOf(system.ClientId)?.Contract is not { } known)
            return;
        if (known.Administration != system.Administration)
            faults.Add($"{field}.administration", "", "SAME_ADMINISTRATION", system.Administration,
                known.Administration, "A client id stays with its administration.");
        if (!IsSame(known.ClientId, system.ClientId))
            faults.Add($"{field}.client_id", "", "FIRST_CLIENT_ID", system.ClientId, known.ClientId,
                "A system is known by its first client id.");
    }

    public static void Check(ClientRotation rotation, Deed deed)
    {
        const string field = "change.rotation";
        var (faults, view) = (deed.Work.Faults, deed.Book.View);
        if (view.SystemOf(rotation.ClientId)?.Contract is not { } known)
            faults.Add($"{field}.client_id", "", "SYSTEM", rotation.ClientId, "a registered client id",
                "The club knows no customs system with this client id.");
        else if (known.Clients.Count > 0 && !IsSame(known.Clients[^1].ClientId, rotation.ClientId))
            faults.Add($"{field}.client_id", "", "NEWEST_CLIENT_ID", rotation.ClientId, known.Clients[^1].ClientId,
                "Another client id has taken its place.");
        if (!Guid.TryParseExact(rotation.NewClientId, "D", out _))
            faults.Add($"{field}.new_client_id", "", "UUID", rotation.NewClientId, "a client id", "It is no UUID.");
        else if (view.SystemOf(rotation.NewClientId) is not null)
            faults.Add($"{field}.new_client_id", "", "UNIQUE", rotation.NewClientId, "a client id of no system",
                "The client id is registered.");
        var from = faults.Day($"{field}.valid_from", "", rotation.ValidFrom);
        var end = faults.Day($"{field}.old_valid_to", "", rotation.OldValidTo);
        if (from < deed.Today)
            faults.Add($"{field}.valid_from", "", "EFFECTIVE_BEFORE_DECISION", rotation.ValidFrom,
                $"{LegalDays.Write(deed.Today)} or later", "A client id is given for days to come.");
        if (end < from)
            faults.Add($"{field}.old_valid_to", "", "NO_GAP", rotation.OldValidTo, $"{rotation.ValidFrom} or later",
                "The old client id ends before the new one begins.");
    }

    /// <summary>The system as it is registered from now on; client ids stay.</summary>
    public static CustomsSystem Registered(CustomsSystem system, Deed deed)
    {
        var registered = system.Clone();
        if (deed.Book.View.SystemOf(system.ClientId) is { } known)
            registered.Clients.Add(known.Contract.Clients);
        registered.RecordedAt = deed.Now;
        return registered;
    }

    /// <summary>The system with its next client id.</summary>
    public static CustomsSystem Rotated(ClientRotation rotation, Deed deed)
    {
        var rotated = deed.Book.View.SystemOf(rotation.ClientId)!.Contract.Clone();
        if (rotated.Clients.Count == 0)
            rotated.Clients.Add(new SystemClient { ClientId = rotated.ClientId });
        rotated.Clients[^1].ValidTo = rotation.OldValidTo;
        rotated.Clients.Add(new SystemClient { ClientId = rotation.NewClientId, ValidFrom = rotation.ValidFrom });
        rotated.RecordedAt = deed.Now;
        return rotated;
    }

    private static bool IsSame(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
