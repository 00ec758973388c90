using CrmClub.ServiceDefaults.Identity;
using Google.Api;
using Microsoft.OpenApi;

namespace CrmClub.Gateway.Tests;

public sealed class ApiTests(GatewayFixture bench) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Document_ItsOwnReader_FindsNothingWrong()
    {
        var read = OpenApiDocument.Parse(await GetAsync("/api/openapi.json"), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Empty(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal("bearer", Assert.Single(read.Document!.Components!.SecuritySchemes!).Value.Scheme);
    }

    [Fact]
    public async Task Document_EveryTranscodedCall_IsThereAsItsContractSays()
    {
        var document = OpenApiDocument.Parse(await GetAsync("/api"), "json").Document!;
        var calls = Routes.Public.SelectMany(area => area.Contracts).SelectMany(contract => contract.Methods)
            .Select(method => (Method: method, Rule: method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)))
            .Where(call => call.Rule is not null).ToList();

        Assert.Equal(calls.Count, document.Paths.Sum(path => path.Value.Operations!.Count));
        Assert.All(calls, call =>
        {
            var isGet = call.Rule!.PatternCase == HttpRule.PatternOneofCase.Get;
            var path = isGet ? call.Rule.Get : call.Rule.Post;
            var operation = document.Paths[path].Operations![isGet ? HttpMethod.Get : HttpMethod.Post];
            Assert.Equal($"{call.Method.Service.Name}_{call.Method.Name}", operation.OperationId);
            Assert.Contains("default", operation.Responses!.Keys);
            Assert.Equal(isGet, operation.RequestBody is null);
            var given = operation.Parameters?.ToDictionary(one => one.Name!, one => one.In) ?? [];
            if (isGet)
                Assert.Equal(call.Method.InputType.Fields.InFieldNumberOrder().Count, given.Count);
            Assert.Equal(path.Count(one => one == '{'), given.Values.Count(place => place == ParameterLocation.Path));
            foreach (var role in AccessTable.Roles[$"/{call.Method.Service.FullName}/{call.Method.Name}"])
                Assert.Contains(
                    role == ClubRoles.Anyone ? "anyone" : role, operation.Description, StringComparison.Ordinal);
            if (call.Method.OutputType.FullName == HttpBody.Descriptor.FullName)
            {
                Assert.Equal(["*/*"], operation.Responses["200"].Content!.Keys);
                return;
            }

            var answer = operation.Responses["200"].Content!["application/json"].Schema!;
            Assert.Equal(
                call.Method.OutputType.Fields.InFieldNumberOrder().Select(field => field.JsonName),
                answer.Properties?.Keys ?? []);
        });
    }

    [Fact]
    public async Task Document_CommentsOfTheContracts_AreItsDescriptions()
    {
        var schemas = OpenApiDocument.Parse(await GetAsync("/api"), "json").Document!.Components!.Schemas!;

        Assert.Equal("[18 01] Net mass in kg, a decimal.",
            schemas["crmclub.tariffs.v1.GoodsItem"].Properties!["netMassKg"].Description);
        Assert.Contains("MEASURE_TYPE_BASE", schemas["crmclub.tariffs.v1.MeasureType"].Description,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ToABrowser_NamesEveryCallAndRunsNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.Add("Accept", "text/html,*/*");
        using var answer = await bench.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("POST /api/v1/tariffs/duty", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
    }

    private Task<string> GetAsync(string path) =>
        bench.Gateway.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
}
