using CrmClub.Contracts.Membership.V1;
using CrmClub.Membership.Copy;
using CrmClub.ServiceDefaults;
using CrmClub.ServiceDefaults.Errors;

namespace CrmClub.Membership.Calendar;

/// <summary>On which days of a year no deadline ends. Pure.</summary>
internal static class ListHolidays
{
    private const int YearMin = 2000;
    private const int YearMax = 2199;

    public static ListHolidaysResponse Answer(WorkingDays known, ListHolidaysRequest request, ClubTime time)
    {
        var faults = new Violations();
        if (request.Year is not 0 and (< YearMin or > YearMax))
            faults.Add("year", "", "RANGE", $"{request.Year}", $"{YearMin} to {YearMax}, or 0 for this year",
                "It is no year of the club's calendar.");
        faults.ThrowIfAny();

        var year = request.Year == 0 ? time.Today(LegalDays.ClubZone).Year : request.Year;
        return new ListHolidaysResponse
        {
            Year = year,
            Holidays =
            {
                known.Holidays.Where(one => one.Day.StartsWith($"{year:0000}-", StringComparison.Ordinal)),
            },
            Complete = known.Knows(year),
        };
    }
}
