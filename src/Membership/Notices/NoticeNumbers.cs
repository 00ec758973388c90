using System.Globalization;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Journal;
using CrmClub.Membership.Storage;

namespace CrmClub.Membership.Notices;

/// <summary>Numbers and dates a notice, in the transaction that publishes it: so no number is ever left out.</summary>
internal static class NoticeNumbers
{
    private const int Digits = 4;

    public static async Task GiveAsync(Notice notice, Deed deed)
    {
        notice.PublishedOn = LegalDays.Write(deed.Today);
        notice.RecordedAt = deed.Now;
        notice.Number = await NumberSeries.DrawAsync(
            deed.Work, string.Create(CultureInfo.InvariantCulture, $"N-{deed.Today.Year:0000}"), Digits);
    }
}
