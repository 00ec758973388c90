using System.Globalization;
using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Suppliers;

/// <summary>Days of a certificate on which it is one thing.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Day after the last.</param>
/// <param name="Counts">Whether it counts on them.</param>
public sealed record CertificateSpan(DateOnly From, DateOnly To, bool Counts);

/// <summary>What a version of a certificate says of its days.</summary>
public static class CertificateDays
{
    /// <summary>Days before its end on which a certificate is looked at as one that ends.</summary>
    public const int SoonDays = 90;

    /// <summary>Its state on a day, as the register has it.</summary>
    public static RegisterState StateOn(this Certificate certificate, DateOnly day)
    {
        if (Begun(certificate.RevokedFrom, day))
            return RegisterState.Revoked;
        if (Begun(certificate.SupersededFrom, day))
            return RegisterState.Superseded;
        if (Day(certificate.ValidTo) <= day)
            return RegisterState.Expired;
        if (certificate.Suspensions.Any(one =>
            Day(one.From) <= day && (one.Until.Length == 0 || day < Day(one.Until))))
            return RegisterState.Suspended;
        return Day(certificate.ValidFrom) <= day ? RegisterState.Valid : RegisterState.NotYetValid;
    }

    /// <summary>Day from which it does not count any more: its last, or that of its revocation or supersession.
    /// </summary>
    public static string End(this Certificate certificate) =>
        new[] { certificate.ValidTo, certificate.RevokedFrom, certificate.SupersededFrom }
            .Where(day => day.Length > 0).Min(StringComparer.Ordinal)!;

    /// <summary>Days from that one on until it does not count any more.</summary>
    public static int DaysLeft(this Certificate certificate, DateOnly day) =>
        Day(certificate.End()).DayNumber - day.DayNumber;

    /// <summary>Whether it counts, or may count again, and ends soon.</summary>
    public static bool EndsSoon(this Certificate certificate, DateOnly day) =>
        certificate.StateOn(day) is RegisterState.Valid or RegisterState.Suspended
        && certificate.DaysLeft(day) <= SoonDays;

    /// <summary>Its days from the first to the last by which it was issued, as they come.</summary>
    public static IReadOnlyList<CertificateSpan> Spans(this Certificate certificate)
    {
        var (from, to) = (Day(certificate.ValidFrom), Day(certificate.ValidTo));
        var end = Day(certificate.End());
        var spans = new List<CertificateSpan>();
        var place = from;
        foreach (var one in certificate.Suspensions)
        {
            Add(Day(one.From), counts: true);
            Add(one.Until.Length == 0 ? end : Day(one.Until), counts: false);
        }

        Add(end, counts: true);
        end = to;
        Add(to, counts: false);
        return spans;

        void Add(DateOnly until, bool counts)
        {
            if (until > end)
                until = end;
            if (until <= place)
                return;
            spans.Add(new CertificateSpan(place, until, counts));
            place = until;
        }
    }

    internal static DateOnly Day(string day) =>
        DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool Begun(string from, DateOnly day) => from.Length > 0 && Day(from) <= day;
}
