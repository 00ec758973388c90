using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;

namespace CrmClub.Web.Duty;

/// <summary>By which of a supplier's certificates goods would be declared.</summary>
internal static class SuppliersCertificate
{
    /// <summary>The best that covers the line and, by the register of today, counts until the last of the days; null
    /// where none does.</summary>
    /// <param name="certificates">The supplier's.</param>
    /// <param name="line">The goods.</param>
    /// <param name="until">Day after the last.</param>
    public static RegisteredCertificate? For(
        IEnumerable<RegisteredCertificate> certificates, ClubLine line, string until) =>
        certificates.Where(one => one.State == RegisterState.Valid && IsNotBefore(one.ValidTo, until)
                && IsOpenUntil(one.RevokedFrom, until) && IsOpenUntil(one.SupersededFrom, until)
                && one.Suspensions.All(pause => pause.Until.Length > 0 || IsNotBefore(pause.From, until))
                && one.Scopes.Any(scope => scope.Material == line.Material && scope.Stage == line.Stage))
            .OrderBy(one => one.Level).FirstOrDefault();

    private static bool IsOpenUntil(string end, string until) => end.Length == 0 || IsNotBefore(end, until);

    private static bool IsNotBefore(string day, string other) => !IsBefore(day, other);

    // Days as they are written compare like days.
    private static bool IsBefore(string day, string other) => string.CompareOrdinal(day, other) < 0;
}
