using System.Text.Json;
using System.Text.Json.Nodes;
using CrmClub.Contracts.Suppliers.V1;
using Json.Schema;

namespace CrmClub.Credentials.Tests;

public sealed class DocumentTests
{
    [Fact]
    public void Write_ACertificate_IsADigitalConformityCredentialByItsPublicSchema()
    {
        var schema = JsonSchema.FromText(Given.Reference("untp-dcc-schema.json"));

        Assert.Empty(Faults(schema, Given.Document()));
        // The schema can say no.
        var spoilt = JsonNode.Parse(Given.Document().GetRawText())!;
        spoilt["credentialSubject"]!["assessorLevel"] = "Nobody";
        Assert.NotEmpty(Faults(schema, JsonSerializer.SerializeToElement(spoilt)));
    }

    [Fact]
    public void Sign_NoCredential_IsRefused()
    {
        using var document = JsonDocument.Parse("""{"type": ["VerifiableCredential"]}""");

        var refusal = Assert.Throws<ArgumentException>(
            () => SecuredCredential.Sign(document.RootElement, Given.Active));

        Assert.Contains("issuer: is missing.", refusal.Message);
    }

    [Theory]
    [InlineData("https://club.example", "did:web:club.example")]
    [InlineData("http://localhost:8080/", "did:web:localhost%3A8080")]
    public void Of_AnAddress_IsItsDid(string address, string did) => Assert.Equal(did, DidDocument.Of(new(address)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id": "did:web:x", "verificationMethod": [], "assertionMethod": ["did:web:x#1"]}""")]
    [InlineData("""
        {"id": "did:web:x", "assertionMethod": [], "verificationMethod": [
          {"id": "did:web:x#1", "publicKeyJwk": {"kty": "RSA", "e": "AQAB", "n": "AQAB"}}]}
        """)]
    [InlineData("""
        {"id": "did:web:x", "assertionMethod": [], "verificationMethod": [
          {"id": "did:web:x#1", "publicKeyJwk": {"kty": "EC", "crv": "P-384", "x": "AQAB", "y": "AQAB"}}]}
        """)]
    [InlineData("""
        {"id": "did:web:x", "assertionMethod": [], "verificationMethod": [
          {"id": "did:web:x#1", "publicKeyJwk": {"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB", "d": "AQAB"}}]}
        """)]
    public void Parse_NoDidDocument_IsRefused(string json) =>
        Assert.Throws<FormatException>(() => DidDocument.Parse(json));

    /// <summary>
    /// W3C's inputs: a credential without an issuer gets the club's, as its suite asks; then it is signed by the club
    /// and verified. What the data model forbids is refused by that name, the rest is not.
    /// </summary>
    [Fact]
    public void Doors_W3CsInputs_AnswerAsTheyExpect()
    {
        using var inputs = JsonDocument.Parse(Given.Reference("vcdm2-test-inputs.json"));
        var rows = inputs.RootElement.EnumerateArray().Select(Try).ToList();

        foreach (var row in rows)
            TestContext.Current.TestOutputHelper?.WriteLine($"{row.Expected,-5}{row.Answered,-16}{row.Name}");
        Assert.Equal(80, rows.Count);
        Assert.DoesNotContain(rows, row => row.Answered != NotTaken && row.Expected != row.Answered);
        // Presentations: holders show certificates as they are, so the club takes none and says so.
        Assert.Equal(
            rows.Where(row => row.Name.StartsWith("presentation-", StringComparison.Ordinal)),
            rows.Where(row => row.Answered == NotTaken));
    }

    private const string NotTaken = "no presentation";

    private static (string Name, string Expected, string Answered) Try(JsonElement input)
    {
        var name = input.GetProperty("name").GetString()!;
        var expected = input.GetProperty("expect").GetString()!;
        var document = JsonNode.Parse(input.GetProperty("document").GetRawText())!.AsObject();
        // The issuing door names itself where nobody is named.
        if (name.StartsWith("presentation-", StringComparison.Ordinal))
        {
            Assert.Contains(CredentialFaultCode.CredentialType, Codes(document));
            return (name, expected, NotTaken);
        }

        if (document["issuer"] is JsonObject issuer)
            issuer.TryAdd("id", Given.Club.Id);
        else if (!document.ContainsKey("issuer"))
            document["issuer"] = Given.Club.Id;
        var refused = Codes(document).Contains(CredentialFaultCode.DataModel);
        Assert.Equal(refused, DataModel.Faults(JsonSerializer.SerializeToElement(document)).Count > 0);
        return (name, expected, refused ? "fail" : "ok");
    }

    private static CredentialFaultCode[] Codes(JsonObject document) =>
        Given.Codes(Given.Signed(JsonSerializer.SerializeToElement(document), _ => { }));

    private static IEnumerable<string> Faults(JsonSchema schema, JsonElement document)
    {
        var result = schema.Evaluate(document, new EvaluationOptions
        {
            OutputFormat = OutputFormat.List,
            RequireFormatValidation = true,
        });
        return result.IsValid ? [] : (result.Details ?? []).Where(one => one.Errors is not null)
            .SelectMany(one => one.Errors!.Select(error => $"{one.InstanceLocation}: {error.Value}"));
    }
}
