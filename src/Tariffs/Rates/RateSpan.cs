using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Requests;
using CrmClub.Tariffs.Documents;
using CrmClub.Tariffs.Engine;

namespace CrmClub.Tariffs.Rates;

/// <summary>The days of a series that are asked for.</summary>
internal static class RateSpan
{
    private const int YearsMax = 10;

    /// <summary>From a day to the last one that is named; null where none is.</summary>
    public static Validity? Read(DateOnly from, string until, Violations faults)
    {
        if (faults.Day("until", "", until, required: false) is not { } last)
            return null;
        if (last < from || last.Year - from.Year > YearsMax || last == DateOnly.MaxValue)
        {
            faults.Add("until", "", "PERIOD", until, $"a day from {Wire.Day(from)} on, at most {YearsMax} years later",
                "The span is empty or too long.");
            return null;
        }

        return new Validity(from, last.AddDays(1));
    }
}
