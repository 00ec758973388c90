using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Web.Tariff;
using Google.Protobuf.WellKnownTypes;

namespace CrmClub.Web.Tests;

/// <summary>Which version holds on which day, as known when.</summary>
public sealed class VersionGridTests
{
    private static readonly DateTimeOffset Founded = new(2026, 12, 15, 12, 0, 0, TimeSpan.Zero);

    // The third corrects the past of the second.
    private static readonly TariffVersion[] Versions =
        [Version(1, "2027-01-04", 0), Version(2, "2027-06-01", 60), Version(3, "2027-03-01", 90)];

    [Fact]
    public void Cells_OfACorrection_SayWhatWasKnownWhen()
    {
        var grid = new VersionGrid(Versions, new(2027, 6, 10), Founded.AddDays(70));

        Assert.Equal(
            [new(2027, 1, 4), new(2027, 3, 1), new DateOnly(2027, 6, 1)], grid.Starts);
        Assert.Equal(["1×3", "1×2 2×1", "1×1 3×2"], grid.Rows.Select(row =>
            string.Join(' ', row.Cells.Select(cell => $"{cell.Version}×{cell.Columns}"))));
        Assert.Equal((2, "?day=2027-06-10&known=2027-02-13T12:00"), (grid.Asked!.Version, grid.Asked.Query));
    }

    [Theory]
    [InlineData("2027-06-10", 90, 3)]
    [InlineData("2027-02-01", 90, 1)]
    [InlineData("2027-06-10", 0, 1)]
    [InlineData("2026-06-10", 90, 0)]
    [InlineData("2027-06-10", -1, 0)]
    public void Asked_OfADayAsKnown_IsTheVersionThatHolds(string day, int knownAfterDays, int version)
    {
        var grid = new VersionGrid(Versions, DateOnly.Parse(day), Founded.AddDays(knownAfterDays));

        Assert.Equal(version, grid.Asked?.Version ?? 0);
    }

    /// <summary>An address has minutes: it leads to where what it shows was known.</summary>
    [Fact]
    public void Rows_OfOneMinute_AreOneThatEndsIt()
    {
        var grid = new VersionGrid(
            [Version(1, "2027-01-04", 0), new(Version(2, "2027-01-04", 0))
                {
                    PublishedAt = Timestamp.FromDateTimeOffset(Founded.AddSeconds(20)),
                },
                new(Version(3, "2027-01-04", 0))
                {
                    PublishedAt = Timestamp.FromDateTimeOffset(Founded.AddSeconds(40)),
                },
            ], new(2027, 1, 4), Founded.AddSeconds(50));

        Assert.Equal([Founded, Founded.AddMinutes(1)], grid.Rows.Select(row => row.Known));
        Assert.Equal(3, grid.Asked!.Version);
    }

    [Fact]
    public void Grid_OfManyVersions_LeavesOlderOnesOut()
    {
        var grid = new VersionGrid(
            Enumerable.Range(1, 30).Select(number => Version(number, $"2027-01-{number:00}", number)),
            new(2027, 1, 30), Founded.AddDays(40));

        Assert.Equal(
            (VersionGrid.RowsMax, VersionGrid.ColumnsMax, true), (grid.Rows.Count, grid.Starts.Count, grid.IsCut));
        Assert.Equal(30, grid.Asked!.Version);
    }

    private static TariffVersion Version(int number, string from, int knownAfterDays) => new()
    {
        Number = number,
        ValidFrom = from,
        PublishedAt = Timestamp.FromDateTimeOffset(Founded.AddDays(knownAfterDays)),
    };
}
