using System.Text.Json;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Suppliers.Certificates;
using CrmClub.Suppliers.Storage;
using CrmClub.Suppliers.Surveillance;

namespace CrmClub.Suppliers.Schemes;

/// <summary>The annex on certification as a scheme.</summary>
internal static class SchemeDocument
{
    /// <summary>How long a certificate is valid.</summary>
    public static int ValidityYears(StoredScheme stored)
    {
        using var annex = JsonDocument.Parse(stored.Document);
        return annex.RootElement.GetProperty("validityYears").GetInt32();
    }

    /// <summary>One that is to be taken over: what certificates and surveillance need of it is read, too.</summary>
    /// <exception cref="FormatException">It says what can't be.</exception>
    public static AssessmentScheme Checked(byte[] annex)
    {
        var stored = new StoredScheme(0, annex, DateOnly.MinValue, null);
        var scheme = Read(annex);
        var surveillance = SurveillanceRules.Read(stored);
        return ValidityYears(stored) is > 0 and <= 10 && surveillance is { Months: > 0, WindowDays: >= 0 }
            && scheme is { Criteria.Count: > 0, Levels.Count: > 0, Title.Length: > 0 }
            && surveillance.WarningDays is { Count: > 0 } && surveillance.WarningDays.All(days => days > 0)
            ? scheme
            : throw new FormatException("The annex on certification says what can't be.");
    }

    public static AssessmentScheme Read(StoredScheme stored)
    {
        var scheme = Read(stored.Document);
        scheme.ValidFrom = ChangeRules.Day(stored.From);
        return scheme;
    }

    /// <exception cref="FormatException">It breaks the form, or names a criterion that it has not.</exception>
    public static AssessmentScheme Read(byte[] annex)
    {
        using var document = JsonDocument.Parse(annex);
        var root = document.RootElement;
        var scheme = new AssessmentScheme
        {
            Number = root.GetProperty("scheme").GetInt32(),
            Title = root.GetProperty("title").GetString()!,
        };
        foreach (var area in root.GetProperty("areas").EnumerateArray())
            scheme.Criteria.AddRange(area.GetProperty("criteria").EnumerateArray().Select(criterion =>
                new SchemeCriterion
                {
                    Id = criterion.GetProperty("id").GetString()!,
                    Text = criterion.GetProperty("text").GetString()!,
                    MajorBlocksEveryLevel = criterion.GetProperty("majorBlocksEveryLevel").GetBoolean(),
                }));
        scheme.Levels.AddRange(root.GetProperty("levels").EnumerateArray().Select(level => new SchemeLevel
        {
            Level = Enum.Parse<CertificateLevel>(level.GetProperty("level").GetString()!),
            MinorsMax = level.GetProperty("minorsMax").GetInt32(),
            NeedsDatedPlan = level.GetProperty("needsDatedPlan").GetBoolean(),
        }));
        // Clubs that were founded before any was recognised have none.
        if (root.TryGetProperty("recognised", out var recognised))
            scheme.Recognised.AddRange(recognised.EnumerateArray().Select(other => new RecognisedScheme
            {
                Id = other.GetProperty("id").GetString()!,
                Title = other.GetProperty("title").GetString()!,
                Criteria = { other.GetProperty("criteria").EnumerateArray().Select(one => one.GetString()!) },
            }));

        var known = scheme.Criteria.Select(criterion => criterion.Id).ToHashSet(StringComparer.Ordinal);
        if (known.Count < scheme.Criteria.Count)
            throw new FormatException("The annex on certification has a criterion twice.");
        return scheme.Recognised.SelectMany(other => other.Criteria).FirstOrDefault(id => !known.Contains(id)) is { } no
            ? throw new FormatException($"The annex on certification recognises a scheme for {no}, no criterion of it.")
            : scheme;
    }
}
