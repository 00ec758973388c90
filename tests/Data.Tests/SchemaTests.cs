using System.Text.Json;
using CrmClub.Contracts.Declarations.V1;
using CrmClub.Contracts.Journal.V1;
using CrmClub.Contracts.Membership.V1;
using CrmClub.Contracts.Suppliers.V1;
using CrmClub.Contracts.Tariffs.V1;
using Google.Protobuf.Reflection;

namespace CrmClub.Data.Tests;

/// <summary>Each published schema says what the contract says: the same fields, types, names.</summary>
public sealed class SchemaTests
{
    private static readonly Dictionary<string, MessageDescriptor> Roots = new(StringComparer.Ordinal)
    {
        ["tariff-document"] = TariffDocument.Descriptor,
        ["consignment"] = Consignment.Descriptor,
        ["duty-answer"] = DutyAnswer.Descriptor,
        ["duty-comparison"] = DutyComparison.Descriptor,
        ["found-duty"] = FoundDuty.Descriptor,
        ["origin-case"] = OriginCase.Descriptor,
        ["origin-answer"] = OriginAnswer.Descriptor,
        ["quota-day"] = QuotaDay.Descriptor,
        ["quota-allocation"] = QuotaAllocation.Descriptor,
        ["quota"] = TariffQuota.Descriptor,
        ["quota-record"] = GetQuotaResponse.Descriptor,
        ["quota-state"] = QuotaStateChanged.Descriptor,
        ["declaration"] = Declaration.Descriptor,
        ["declaration-answer"] = DeclarationAnswer.Descriptor,
        ["arrivals"] = CountArrivalsResponse.Descriptor,
        ["declaration-record"] = GetDeclarationResponse.Descriptor,
        ["case-file"] = CaseFile.Descriptor,
        ["receipt"] = ReceiptDocument.Descriptor,
        ["receipt-payload"] = Receipt.Descriptor,
        ["public-keys"] = GetPublicKeysResponse.Descriptor,
        ["adjustment"] = Adjustment.Descriptor,
        ["reassessment"] = Reassessment.Descriptor,
        ["conformance-system"] = ConformanceSystem.Descriptor,
        ["outage"] = Outage.Descriptor,
        ["entry-head"] = EntryHead.Descriptor,
        ["copies"] = ListCopiesResponse.Descriptor,
        ["control-rates"] = GetControlRatesResponse.Descriptor,
        ["risk-profile"] = RiskProfile.Descriptor,
        ["risk-profile-draft"] = RiskProfileDraft.Descriptor,
        ["risk-profile-versions"] = GetRiskProfileResponse.Descriptor,
        ["accounts"] = GetAccountsResponse.Descriptor,
        ["supply"] = ListSupplyResponse.Descriptor,
        ["dominance"] = DrawDominanceResponse.Descriptor,
        ["declaration-reported"] = ReportDeclarationResponse.Descriptor,
        ["declaration-event"] = WatchDeclarationsResponse.Descriptor,
        ["declaration-result"] = SubmitDeclarationResult.Descriptor,
        ["operator"] = Operator.Descriptor,
        ["facility"] = Facility.Descriptor,
        ["supplier"] = GetFacilityResponse.Descriptor,
        ["registered-facility"] = RegisteredFacility.Descriptor,
        ["capacities"] = ChangeCapacityResponse.Descriptor,
        ["balance"] = GetBalanceResponse.Descriptor,
        ["counted-claim"] = CountedClaim.Descriptor,
        ["facility-transfer"] = FacilityTransfer.Descriptor,
        ["supplier-pair"] = SupplierPair.Descriptor,
        ["representative"] = Representative.Descriptor,
        ["application"] = CertificationApplication.Descriptor,
        ["assessment-scheme"] = AssessmentScheme.Descriptor,
        ["accredited-body"] = AccreditedBody.Descriptor,
        ["accredited-assessor"] = AccreditedAssessor.Descriptor,
        ["accredited-bodies"] = ListBodiesResponse.Descriptor,
        ["accreditation-change"] = AccreditationChange.Descriptor,
        ["assessment"] = FacilityAssessment.Descriptor,
        ["assessment-record"] = GetAssessmentResponse.Descriptor,
        ["surveillance"] = Surveillance.Descriptor,
        ["certificate"] = Certificate.Descriptor,
        ["certificate-change"] = CertificateChange.Descriptor,
        ["certificate-history"] = GetCertificateResponse.Descriptor,
        ["credential-verdict"] = CredentialVerdict.Descriptor,
        ["credential-keys"] = RotateCredentialKeysResponse.Descriptor,
        ["credential-key-change"] = CredentialKeyChange.Descriptor,
        ["credential-keys-changed"] = ApproveCredentialKeysResponse.Descriptor,
        ["grievance"] = Grievance.Descriptor,
        ["grievance-receipt"] = FileGrievanceResponse.Descriptor,
        ["grievance-status"] = GetGrievanceStatusResponse.Descriptor,
        ["grievance-submission"] = ReadSubmissionResponse.Descriptor,
        ["party"] = PartyOnDay.Descriptor,
        ["member"] = GetPartyResponse.Descriptor,
        ["party-life"] = Party.Descriptor,
        ["membership-change"] = Change.Descriptor,
        ["customs-system"] = CustomsSystem.Descriptor,
        ["country"] = Country.Descriptor,
        ["holidays"] = ListHolidaysResponse.Descriptor,
        ["country-group"] = CountryGroupOnDay.Descriptor,
        ["ballot"] = Ballot.Descriptor,
        ["ballot-record"] = GetBallotResponse.Descriptor,
        ["proposal-content"] = ProposalContent.Descriptor,
        ["proposal"] = Proposal.Descriptor,
        ["proposal-draft"] = DraftProposalResponse.Descriptor,
        ["proposal-comment"] = ProposalComment.Descriptor,
        ["proposal-record"] = GetProposalResponse.Descriptor,
        ["simulation"] = Simulation.Descriptor,
        ["tariff-comparison"] = TariffComparison.Descriptor,
        ["nomenclature-search"] = SearchNomenclatureResponse.Descriptor,
        ["nomenclature-correlation"] = CorrelateGoodsCodeResponse.Descriptor,
        ["exchange-rate"] = ExchangeRate.Descriptor,
        ["reference-price"] = ReferencePrice.Descriptor,
        ["rate-gaps"] = ListRateGapsResponse.Descriptor,
        ["rates-recorded"] = RecordRatesResponse.Descriptor,
        ["rate-correction"] = RateCorrection.Descriptor,
        ["rate-set"] = RecordedRateSet.Descriptor,
        ["tariff-version"] = TariffVersion.Descriptor,
        ["tariff-lookup"] = LookupMeasuresResponse.Descriptor,
    };

    public static TheoryData<string> Names => [.. Roots.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Schema_OfAMessage_SaysWhatTheContractSays(string name)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(DataFolder.Root, "docs", "schemas", $"{name}.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        var used = new HashSet<string>(StringComparer.Ordinal);
        CheckMessage(Roots[name], schema.RootElement, definitions, used);
        Assert.Equal(used.Order(), definitions.EnumerateObject().Select(definition => definition.Name).Order());
    }

    private static void CheckMessage(
        MessageDescriptor message, JsonElement schema, JsonElement definitions, HashSet<string> used)
    {
        Assert.Equal(message.FullName, schema.GetProperty("$comment").GetString());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        var properties = schema.GetProperty("properties");
        Assert.Equal(
            message.Fields.InDeclarationOrder().Select(field => field.JsonName),
            properties.EnumerateObject().Select(property => property.Name));
        if (schema.TryGetProperty("required", out var required))
            Assert.All(
                required.EnumerateArray(),
                name => Assert.True(properties.TryGetProperty(name.GetString()!, out _), name.GetString()));
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var property = properties.GetProperty(field.JsonName);
            CheckField(field, field.IsRepeated ? property.GetProperty("items") : property, definitions, used);
        }
    }

    private static void CheckField(
        FieldDescriptor field, JsonElement schema, JsonElement definitions, HashSet<string> used)
    {
        var descriptor = field.FieldType switch
        {
            FieldType.Message => (IDescriptor)field.MessageType,
            FieldType.Enum => field.EnumType,
            _ => null,
        };
        if (descriptor is null or { FullName: "google.protobuf.Timestamp" })
        {
            Assert.Equal(JsonTypeOf(field.FieldType), schema.GetProperty("type").GetString());
            return;
        }

        Assert.Equal($"#/$defs/{descriptor.Name}", schema.GetProperty("$ref").GetString());
        var definition = definitions.GetProperty(descriptor.Name);
        if (!used.Add(descriptor.Name))
            return;
        if (descriptor is MessageDescriptor message)
            CheckMessage(message, definition, definitions, used);
        else
            Assert.Equal(
                ((EnumDescriptor)descriptor).Values.Select(value => value.Name),
                definition.GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    // The JSON mapping of proto3: 64-bit integers, bytes and instants are strings.
    private static string JsonTypeOf(FieldType type) => type switch
    {
        FieldType.Bool => "boolean",
        FieldType.Int32 => "integer",
        FieldType.Double => "number",
        FieldType.String or FieldType.Int64 or FieldType.Bytes or FieldType.Message => "string",
        _ => throw new NotSupportedException($"{type} has no place in the documents"),
    };
}
