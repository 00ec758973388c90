using System.Text;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Suppliers.Register;

/// <summary>Facilities as a table (RFC 4180): a row for each certificate, or one where there is none.</summary>
internal static class RegisterCsv
{
    private const string Header =
        "facility,name,country,kind,latitude,longitude,place,operator,operator_name,operator_country,does,certificate,"
        + "version,level,state,valid_from,valid_to,revoked_from,revocation_ground,covers";

    public static string Of(IEnumerable<RegisteredFacility> facilities)
    {
        var table = new StringBuilder(Header).Append("\r\n");
        foreach (var facility in facilities)
        {
            if (facility.Certificates.Count == 0)
                Add(table, facility, new RegisteredCertificate());
            foreach (var certificate in facility.Certificates)
                Add(table, facility, certificate);
        }

        return table.ToString();
    }

    private static void Add(StringBuilder table, RegisteredFacility facility, RegisteredCertificate certificate)
    {
        var isThere = certificate.Number.Length > 0;
        string[] fields =
        [
            facility.Number, facility.Name, facility.Country, Figures.Words(facility.Kind),
            facility.Place?.Latitude ?? "", facility.Place?.Longitude ?? "", facility.Place?.Name ?? "",
            facility.Operator, facility.OperatorName, facility.OperatorCountry, Scopes(facility.Scopes),
            certificate.Number, isThere ? $"{certificate.Version}" : "", isThere ? $"{certificate.Level}" : "",
            isThere ? Figures.Words(certificate.State) : "", certificate.ValidFrom, certificate.ValidTo,
            certificate.RevokedFrom,
            certificate.RevocationGround == 0 ? "" : Figures.Words(certificate.RevocationGround),
            Scopes(certificate.Scopes),
        ];
        table.AppendJoin(',', fields.Select(Field)).Append("\r\n");
    }

    private static string Scopes(IEnumerable<Scope> scopes) => string.Join("; ", scopes.Select(
        scope => $"{scope.Material} {Figures.Words(scope.Stage)} {scope.CapacityTonsPerYear} t"));

    // A spreadsheet would take a name that begins like a formula for one; numbers below zero are no names.
    private static string Field(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' && !decimal.TryParse(text, out _))
            text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
