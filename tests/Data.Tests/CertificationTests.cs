using System.Text.Json;

namespace CrmClub.Data.Tests;

public sealed class CertificationTests
{
    [Fact]
    public void Scheme_OfTheTreaty_HasFiveAreasOfFiveCriteria()
    {
        using var scheme = JsonDocument.Parse(DataFolder.Text("founding/certification.json"));
        var areas = scheme.RootElement.GetProperty("areas").EnumerateArray().ToArray();
        Assert.Equal(["E", "L", "C", "T", "G"], areas.Select(area => area.GetProperty("id").GetString()));
        Assert.All(areas, area => Assert.Equal(
            Enumerable.Range(1, 5).Select(n => $"{area.GetProperty("id").GetString()}{n}"),
            area.GetProperty("criteria").EnumerateArray().Select(c => c.GetProperty("id").GetString())));
        Assert.Equal(
            ["E1", "E2", "E3", "L1", "C1", "T1", "G1"],
            areas.SelectMany(area => area.GetProperty("criteria").EnumerateArray())
                .Where(criterion => criterion.GetProperty("majorBlocksEveryLevel").GetBoolean())
                .Select(criterion => criterion.GetProperty("id").GetString()));
    }
}
