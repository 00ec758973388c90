using CrmClub.Contracts.Common.V1;

namespace CrmClub.ServiceDefaults.Errors;

/// <summary>
/// A refusal with its reason; the one interceptor turns it into the canonical code with google.rpc details.
/// </summary>
public sealed class ClubException(ErrorReason reason, string message, IReadOnlyList<Violation>? violations = null)
    : Exception(message)
{
    public ErrorReason Reason { get; } = reason;

    public IReadOnlyList<Violation> Violations { get; } = violations ?? [];
}

/// <summary>Collects every broken rule of a request, so that one answer names them all.</summary>
public sealed class Violations
{
    private readonly List<Violation> _all = [];

    public int Count => _all.Count;

    public IReadOnlyList<Violation> All => _all;

    /// <summary>Notes a broken rule; the value is cut to 100 characters.</summary>
    public void Add(string field, string dataElement, string rule, string value, string accepted, string message) =>
        _all.Add(new Violation
        {
            Field = field,
            DataElement = dataElement,
            Rule = rule,
            Value = value.Length > 100 ? value[..100] : value,
            Accepted = accepted,
            Message = message,
        });

    /// <summary>Notes what another check found.</summary>
    public void AddRange(IEnumerable<Violation> found) => _all.AddRange(found);

    /// <summary>Throws VALIDATION_FAILED with all of them, if there is one.</summary>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            var message = $"{_all.Count} {(_all.Count == 1 ? "rule is" : "rules are")} broken.";
            throw new ClubException(ErrorReason.ValidationFailed, message, _all);
        }
    }
}
