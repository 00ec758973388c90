using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using CrmClub.Contracts.Wording;

namespace CrmClub.Credentials;

/// <summary>The scheme that a certificate was assessed by.</summary>
public sealed record Scheme(int Number, string Title, DateOnly ValidFrom);

/// <summary>Who issues, and where its documents stand.</summary>
/// <param name="Address">Where everybody reaches the club.</param>
public sealed record Issuer(Uri Address)
{
    public string Id => DidDocument.Of(Address);

    private Uri Lists => new(Address, "/api/v1/suppliers/status-lists/");

    public Uri Credential(string certificate) =>
        new(Address, $"/api/v1/suppliers/certificates/{certificate}/credential");

    public Uri StatusList(string purpose, int number) => new(Lists, $"{purpose}-{number}");

    /// <summary>The name of a list of this issuer's; null for any other address.</summary>
    public string? ListOf(string address) =>
        address.StartsWith($"{Lists}", StringComparison.Ordinal) ? address[$"{Lists}".Length..] : null;
}

/// <summary>
/// A certificate as a Digital Conformity Credential of the UN Transparency Protocol, edition "working": the one of
/// which the schema is public, named by its context.
/// </summary>
public static class ConformityCredential
{
    public const string Type = "DigitalConformityCredential";
    public const string Context = "https://test.uncefact.org/vocabulary/untp/dcc/working/";

    private const string IssuerName = "Club for critical raw materials";
    private const string Topic = "governance.compliance";
    private const string TonsUnit = "TNE";

    // Never another, wherever the club is reached.
    private const string Ids = "api://crmclub";
    private const string Zone = "Europe/Brussels";

    public static JsonElement Write(
        Certificate certificate, Facility facility, Operator registered, Scheme scheme, Issuer issuer,
        int statusList, int statusIndex)
    {
        var address = issuer.Credential(certificate.Number);
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["@context"] = new JsonArray(DataModel.Context, Context),
            ["type"] = new JsonArray(Type, DataModel.Type),
            ["id"] = $"{address}",
            ["issuer"] = new JsonObject
            {
                ["type"] = new JsonArray("CredentialIssuer"),
                ["id"] = issuer.Id,
                ["name"] = IssuerName,
            },
            ["validFrom"] = Instants.Write(Start(certificate.ValidFrom)),
            ["validUntil"] = Instants.Write(Start(certificate.ValidTo)),
            ["credentialStatus"] = new JsonArray([.. new[] { StatusList.Revocation, StatusList.Suspension }
                .Select(purpose => StatusList.Entry(issuer.StatusList(purpose, statusList), statusIndex, purpose))]),
            ["credentialSubject"] = new JsonObject
            {
                ["type"] = new JsonArray("ConformityAttestation", "Attestation"),
                ["id"] = $"{Ids}/certificates/{certificate.Number}",
                ["name"] = certificate.Number,
                ["assessorLevel"] = "3rdParty",
                ["assessmentLevel"] = "Accredited",
                ["attestationType"] = "certification",
                ["issuedToParty"] = Party(registered),
                ["scope"] = new JsonObject
                {
                    ["type"] = new JsonArray("ConformityScheme"),
                    ["id"] = $"{Ids}/schemes/{scheme.Number}",
                    ["name"] = scheme.Title,
                    ["description"] = scheme.Title,
                    ["version"] = $"{scheme.Number}",
                    ["validFrom"] = Day(scheme.ValidFrom),
                    ["owner"] = new JsonObject { ["id"] = issuer.Id, ["name"] = IssuerName },
                },
                ["assessment"] = new JsonArray([.. certificate.Scopes
                    .Select(scope => Assessment(address, certificate, facility, scheme, scope))]),
            },
        });
    }

    /// <summary>What a credential says, as far as it can be read.</summary>
    internal static void Read(JsonElement document, CredentialVerdict verdict)
    {
        var subject = DataModel.Each(document, "credentialSubject").FirstOrDefault();
        verdict.Certificate = DataModel.Text(subject, "name") ?? "";
        foreach (var assessment in Parts(subject, "assessment"))
        {
            foreach (var criterion in Parts(assessment, "assessmentCriteria"))
                if (Enum.TryParse<CertificateLevel>(DataModel.Text(criterion, "performanceLevel"), out var level))
                    verdict.Level = level;
            foreach (var place in Parts(assessment, "assessedFacility"))
                verdict.Facility = DataModel.Text(Part(place, "facility"), "registeredId") ?? "";
            foreach (var product in Parts(assessment, "assessedProduct"))
                if (Scope(DataModel.Text(Part(product, "product"), "id"), assessment) is { } scope)
                    verdict.Scopes.Add(scope);
        }
    }

    private static JsonObject Party(Operator registered)
    {
        var party = new JsonObject
        {
            ["id"] = $"{Ids}/operators/{registered.Number}",
            ["name"] = registered.Name,
        };
        if (registered.Identifiers is [var first, ..])
            party["registeredId"] = first.Value;
        return party;
    }

    private static JsonObject Assessment(
        Uri credential, Certificate certificate, Facility facility, Scheme scheme, Scope scope) => new()
        {
            ["type"] = new JsonArray("ConformityAssessment", "Declaration"),
            ["id"] = $"{credential}#{scope.Material}-{scope.Stage}",
            ["name"] = Goods(scope),
            ["conformityTopic"] = Topic,
            ["conformance"] = true,
            ["assessmentCriteria"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonArray("Criterion"),
                ["id"] = $"{Ids}/schemes/{scheme.Number}/levels/{certificate.Level}",
                ["name"] = $"Level {certificate.Level}",
                ["description"] = $"Level {certificate.Level} of {scheme.Title}",
                ["conformityTopic"] = Topic,
                ["status"] = "active",
                ["performanceLevel"] = $"{certificate.Level}",
            }),
            ["declaredValue"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonArray("Metric"),
                ["metricName"] = "Certified capacity a year, contained material",
                ["metricValue"] = new JsonObject
                {
                    ["type"] = new JsonArray("Measure"),
                    ["value"] = decimal.Parse(scope.CapacityTonsPerYear, CultureInfo.InvariantCulture),
                    ["unit"] = TonsUnit,
                },
            }),
            ["assessedProduct"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonArray("ProductVerification"),
                ["product"] = new JsonObject
                {
                    ["id"] = $"{Ids}/materials/{scope.Material}/{scope.Stage}",
                    ["name"] = Goods(scope),
                },
            }),
            ["assessedFacility"] = new JsonArray(new JsonObject
            {
                ["type"] = new JsonArray("FacilityVerification"),
                ["facility"] = new JsonObject
                {
                    ["id"] = $"{Ids}/facilities/{facility.Number}",
                    ["name"] = facility.Name,
                    ["registeredId"] = facility.Number,
                },
                ["IDverifiedByCAB"] = true,
            }),
        };

    private static Scope? Scope(string? product, JsonElement assessment)
    {
        if (product?.Split('/') is not [.., "materials", var material, var stage]
            || !Enum.TryParse<Stage>(stage, out var known))
            return null;
        var capacity = Parts(assessment, "declaredValue").Select(metric => Part(Part(metric, "metricValue"), "value"))
            .FirstOrDefault(value => value.ValueKind == JsonValueKind.Number);
        return new Scope
        {
            Material = material,
            Stage = known,
            CapacityTonsPerYear = capacity.ValueKind == JsonValueKind.Number ? capacity.GetRawText() : "",
        };
    }

    private static IEnumerable<JsonElement> Parts(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object ? DataModel.Each(element, name) : [];

    private static JsonElement Part(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    private static string Goods(Scope scope) => $"{scope.Material}, {Figures.Words(scope.Stage)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The registry's days begin where the secretariat is.
    private static DateTimeOffset Start(string day)
    {
        var midnight = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToDateTime(default);
        return new(midnight, TimeZoneInfo.FindSystemTimeZoneById(Zone).GetUtcOffset(midnight));
    }
}
