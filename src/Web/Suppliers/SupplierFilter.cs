using CrmClub.Contracts.Suppliers.V1;

namespace CrmClub.Web.Suppliers;

/// <summary>A certificate in a list, with its facility where that is known.</summary>
internal sealed record ListedCertificate(Certificate Certificate, Facility? Facility, RegisterState State);

/// <summary>Which certificates a list shows; it stands in its address.</summary>
internal sealed record SupplierFilter(string? Text, string? Material, string? State)
{
    /// <summary>What counts and ends soon, as an address has it.</summary>
    public const string Soon = "soon";

    public static IEnumerable<RegisterState> States =>
        Enum.GetValues<RegisterState>().Where(state => state != RegisterState.Unspecified);

    /// <summary>Those of which it holds: first what counts, and of that what ends next.</summary>
    public List<ListedCertificate> Rows(
        IEnumerable<Certificate> certificates, IEnumerable<Facility> facilities, DateOnly day)
    {
        var known = facilities.ToDictionary(one => one.Number);
        return
        [
            .. from certificate in certificates
               let row = new ListedCertificate(
                   certificate, known.GetValueOrDefault(certificate.Facility), certificate.StateOn(day))
               where Holds(row, day)
               orderby row.State, certificate.ValidTo, certificate.Number
               select row,
        ];
    }

    private bool Holds(ListedCertificate row, DateOnly day) =>
        (string.IsNullOrWhiteSpace(Text) || IsNamed(row, Text.Trim()))
        && (string.IsNullOrWhiteSpace(Material) || row.Certificate.Scopes.Any(
            scope => scope.Material.Equals(Material.Trim(), StringComparison.OrdinalIgnoreCase)))
        && (string.IsNullOrEmpty(State) || (State == Soon ? row.Certificate.EndsSoon(day) : $"{row.State}" == State));

    private static bool IsNamed(ListedCertificate row, string text) =>
        new[] { row.Certificate.Number, row.Certificate.Facility, row.Facility?.Name ?? "", row.Certificate.Country }
            .Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase));
}
