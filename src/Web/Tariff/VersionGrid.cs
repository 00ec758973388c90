using System.Globalization;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Pages;

namespace CrmClub.Web.Tariff;

/// <summary>What holds in a stretch of days, as known from an instant on.</summary>
/// <param name="Version">Number of the version; 0 where none was known.</param>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last; null where there is none.</param>
/// <param name="Columns">How many stretches it covers.</param>
/// <param name="IsAsked">Whether it is what the page is about.</param>
/// <param name="Query">What leads to it.</param>
public sealed record VersionCell(int Version, DateOnly From, DateOnly? To, int Columns, bool IsAsked, string Query);

/// <summary>What was known from an instant on.</summary>
public sealed record VersionRow(DateTimeOffset Known, IReadOnlyList<VersionCell> Cells);

/// <summary>The tariff's two times: days across, by the first days of versions, and knowledge down.</summary>
public sealed class VersionGrid
{
    /// <summary>The newest that are drawn.</summary>
    public const int RowsMax = 10;

    /// <summary>The newest that are drawn.</summary>
    public const int ColumnsMax = 8;

    private readonly List<(int Number, DateOnly From, DateTimeOffset Published)> _versions;

    /// <param name="versions">All that there are.</param>
    /// <param name="day">The day that is asked about.</param>
    /// <param name="known">As of which it is answered.</param>
    public VersionGrid(IEnumerable<TariffVersion> versions, DateOnly day, DateTimeOffset known)
    {
        _versions =
        [
            .. versions.OrderBy(one => one.Number).Select(one => (one.Number,
                DateOnly.ParseExact(one.ValidFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                one.PublishedAt.ToDateTimeOffset())),
        ];
        var starts = _versions.Select(one => one.From).Distinct().Order().ToList();
        // What was published within one minute can't be told apart by an address.
        var instants = _versions.Select(one => one.Published).GroupBy(NextMinute).OrderBy(group => group.Key)
            .Select(group => (At: group.Key, First: group.Min())).ToList();
        IsCut = starts.Count > ColumnsMax || instants.Count > RowsMax;
        Starts = [.. starts.TakeLast(ColumnsMax)];
        var asked = instants.LastOrDefault(one => one.First <= known).At;
        Rows =
        [
            .. instants.TakeLast(RowsMax).Select(one => new VersionRow(
                one.At, [.. Cells(one.At, day, one.At == asked)])),
        ];
    }

    /// <summary>First days of versions, the oldest first.</summary>
    public IReadOnlyList<DateOnly> Starts { get; }

    /// <summary>The oldest knowledge first.</summary>
    public IReadOnlyList<VersionRow> Rows { get; }

    /// <summary>Whether older ones are left out.</summary>
    public bool IsCut { get; }

    /// <summary>The cell that is asked about; null where it is left out, or nothing was known.</summary>
    public VersionCell? Asked => Rows.SelectMany(row => row.Cells).FirstOrDefault(cell => cell.IsAsked);

    private IEnumerable<VersionCell> Cells(DateTimeOffset known, DateOnly day, bool isAskedRow)
    {
        for (var column = 0; column < Starts.Count;)
        {
            var (first, version) = (column, VersionOn(Starts[column], known));
            while (column < Starts.Count && VersionOn(Starts[column], known) == version)
                column++;
            DateOnly? to = column < Starts.Count ? Starts[column] : null;
            var covers = Starts[first] <= day && (to is null || day < to);
            yield return new(version, Starts[first], to, column - first, isAskedRow && covers && version > 0,
                $"?day={Clocks.Text(covers ? day : Starts[first])}"
                + $"&known={known.UtcDateTime.ToString(Clocks.InstantForm, CultureInfo.InvariantCulture)}");
        }
    }

    private int VersionOn(DateOnly day, DateTimeOffset known) =>
        _versions.LastOrDefault(one => one.From <= day && one.Published <= known).Number;

    private static DateTimeOffset NextMinute(DateTimeOffset at) => new(
        (at.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
