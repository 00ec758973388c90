using System.Globalization;

namespace CrmClub.Tariffs.Engine;

/// <summary>A party's suspension, as it bears on goods that were on the way when it took effect.</summary>
/// <param name="From">First day on which it counts.</param>
/// <param name="DaysOnTheWay">Days after that one on which goods on the way are accepted as before.</param>
public readonly record struct Suspension(DateOnly From, int DaysOnTheWay)
{
    /// <summary>The last of those days.</summary>
    public DateOnly LastDay => From.AddDays(DaysOnTheWay);
}

/// <summary>
/// Goods of a suspended party with a transport document from before keep their treatment where document
/// <see cref="DocumentCodes.GoodsOnTheWay"/> asks for it in time.
/// </summary>
internal readonly struct GoodsOnTheWay
{
    private readonly Consignment _consignment;
    private readonly Suspension? _suspension;

    public GoodsOnTheWay(DutyBasis basis, Consignment consignment)
    {
        _consignment = consignment;
        IsAsked = consignment.Presents(DocumentCodes.GoodsOnTheWay);
        _suspension = IsAsked
            ? basis.Club.Suspension(Assessment.ClaimedOrigin(consignment), consignment.AcceptanceDay) : null;
    }

    public bool IsAsked { get; }

    /// <summary>Whether the treatment is kept.</summary>
    public bool IsMet => _suspension is { } suspension && _consignment.TransportDocumentDay < suspension.From
        && _consignment.AcceptanceDay <= suspension.LastDay;

    /// <summary>The day whose members and shares count: the last one before the suspension where it is met.</summary>
    public DateOnly Day => IsMet ? _suspension!.Value.From.AddDays(-1) : _consignment.AcceptanceDay;

    /// <summary>Why it is met or not; asked for.</summary>
    public string Reason => $"document {DocumentCodes.GoodsOnTheWay}: {Why}.";

    private string Why
    {
        get
        {
            var origin = Assessment.ClaimedOrigin(_consignment);
            if (_suspension is not { } suspension)
                return $"{origin} is not suspended on {Write(_consignment.AcceptanceDay)}";
            if (_consignment.TransportDocumentDay is not { } day)
                return "the date of the transport document is not declared";
            if (day >= suspension.From)
                return $"the transport document of {Write(day)} is not from before the suspension of {origin} "
                    + $"on {Write(suspension.From)}";
            return IsMet
                ? $"on the way since {Write(day)}, before the suspension of {origin} on {Write(suspension.From)}, "
                    + "the goods keep their treatment"
                : $"goods on the way before the suspension of {origin} on {Write(suspension.From)} had to be accepted "
                    + $"by {Write(suspension.LastDay)}";
        }
    }

    private static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
