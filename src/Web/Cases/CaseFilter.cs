using CrmClub.Contracts.Declarations.V1;

namespace CrmClub.Web.Cases;

/// <summary>Which cases a list shows; it stands in its address.</summary>
internal sealed record CaseFilter(string? Administration, string? Cause, string? State)
{
    /// <summary>Those that are closed, too, as an address has it.</summary>
    public const string All = "all";

    private bool IsOpen => string.IsNullOrEmpty(State) || (State != All && State != $"{CaseKind.Closed}");

    /// <summary>What is asked of the service.</summary>
    public ListAdjustmentsRequest Request(string token, int size) => new()
    {
        Administration = Administration?.Trim().ToUpperInvariant() ?? "",
        Cause = Cause?.Trim() ?? "",
        // The waterfall of a cause shows what became of all of it.
        Open = IsOpen && string.IsNullOrWhiteSpace(Cause),
        PageSize = size,
        PageToken = token,
    };

    /// <summary>Those of which it holds, what ends soonest first.</summary>
    public List<ClubCase> Rows(IEnumerable<Adjustment> adjustments) =>
    [
        .. adjustments.Select(one => new ClubCase(one)).Where(Holds)
            .OrderBy(one => one.Kind == CaseKind.Closed).ThenBy(one => one.Deadline.Length == 0)
            .ThenBy(one => one.Deadline, StringComparer.Ordinal).ThenByDescending(one => Math.Abs(one.Amount)),
    ];

    private bool Holds(ClubCase one) => State == All || (IsOpen && string.IsNullOrEmpty(State)
        ? one.Kind != CaseKind.Closed : $"{one.Kind}" == State);
}
