using System.Text.RegularExpressions;
using CrmClub.Contracts;
using CrmClub.Contracts.Common.V1;
using CrmClub.ServiceDefaults.Errors;
using CrmClub.ServiceDefaults.Identity;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.OpenApi;
using ErrorReason = CrmClub.Contracts.Common.V1.ErrorReason;

namespace CrmClub.Gateway.OpenApi;

/// <summary>The JSON doors as OpenAPI 3.1 says them, from the contracts and the table of who may call what.</summary>
internal static class ApiDescription
{
    private const string Json = "application/json";
    private const string Refused = "Refused";
    private const string Token = "token";

    private static readonly Regex Parameter = new(@"\{(\w+)\}", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Every public RPC that has a path.</summary>
    public static OpenApiDocument Build()
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "CrmClub",
                Version = "v1",
                Description = "The same calls as by gRPC. Decimals are strings, days YYYY-MM-DD, instants UTC; an "
                    + "unknown field or query parameter is refused by its name.",
            },
            Paths = [],
            Servers = [new OpenApiServer { Url = "/" }],
        };
        document.AddComponent(Token, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "An access token, as gRPC calls carry it.",
        });
        document.Security =
            [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
        var files = CommentedContracts.Read();
        var schemas = new MessageSchemas(document);
        AddRefused(document, schemas, files);
        var services = files.SelectMany(file => file.Services).ToDictionary(service => service.FullName);
        foreach (var contract in Routes.Public.SelectMany(area => area.Contracts))
        {
            var service = services[contract.FullName];
            document.Tags ??= new HashSet<OpenApiTag>();
            document.Tags.Add(new OpenApiTag { Name = service.Name, Description = service.Comment() });
            foreach (var method in service.Methods)
            {
                if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule)
                    Add(document, schemas, method, rule);
            }
        }

        document.SetReferenceHostDocument();
        return document;
    }

    private static void Add(OpenApiDocument document, MessageSchemas schemas, MethodDescriptor method, HttpRule rule)
    {
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            _ => throw new NotSupportedException($"{method.FullName} is a {rule.PatternCase}."),
        };
        var inPath = Parameter.Matches(template).Select(match => match.Groups[1].Value).ToHashSet();
        var roles = AccessTable.Roles[$"/{method.Service.FullName}/{method.Name}"]
            .Select(role => role == ClubRoles.Anyone ? "anyone, without a token" : role).Order(StringComparer.Ordinal);
        var operation = new OpenApiOperation
        {
            OperationId = $"{method.Service.Name}_{method.Name}",
            Summary = method.Comment() is { Length: > 0 } comment ? comment : method.Name,
            Description = $"May be called by: {string.Join(", ", roles)}.",
            Tags = new HashSet<OpenApiTagReference> { new(method.Service.Name, document) },
            Parameters = [.. Parameters(schemas, method.InputType, inPath, rule.Body != "*")],
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "Done.",
                    Content = method.OutputType.FullName == HttpBody.Descriptor.FullName
                        ? Content(new OpenApiSchema { Type = JsonSchemaType.String }, "*/*")
                        : Content(schemas.Of(method.OutputType)),
                },
                ["default"] = new OpenApiResponseReference(Refused, document),
            },
        };
        if (rule.Body == "*")
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = Content(schemas.Of(method.InputType)),
            };
        if (!document.Paths.TryGetValue(template, out var item))
            document.Paths.Add(template, item = new OpenApiPathItem());
        ((OpenApiPathItem)item).AddOperation(verb, operation);
    }

    /// <summary>What stands in the path, and without a body each field besides, those of messages with a dot.</summary>
    private static IEnumerable<OpenApiParameter> Parameters(
        MessageSchemas schemas, MessageDescriptor message, HashSet<string> inPath, bool inQuery)
    {
        foreach (var field in message.Fields.InFieldNumberOrder())
        {
            var bound = inPath.Contains(field.Name);
            if (bound || inQuery)
            {
                yield return new OpenApiParameter
                {
                    Name = bound ? field.Name : field.JsonName,
                    In = bound ? ParameterLocation.Path : ParameterLocation.Query,
                    Required = bound,
                    Description = field.Comment(),
                    Schema = schemas.Of(field),
                };
            }
        }
    }

    private static void AddRefused(
        OpenApiDocument document, MessageSchemas schemas, IReadOnlyList<FileDescriptor> files)
    {
        var messages = files.SelectMany(file => file.MessageTypes).ToDictionary(message => message.FullName);
        MessageDescriptor[] details =
        [
            ErrorInfo.Descriptor, messages[ViolationList.Descriptor.FullName], BadRequest.Descriptor,
            RetryInfo.Descriptor,
        ];
        var status = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "google.rpc.Status.",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "google.rpc.Code." },
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["details"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { AnyOf = [.. details.Select(schemas.Of)] },
                },
            },
        };
        document.AddComponent("google.rpc.Status", status);
        var reasons = files.SelectMany(file => file.EnumTypes).Single(type => type.Name == nameof(ErrorReason)).Values
            .Skip(1).Select(value =>
                $"- `{ErrorCodes.NameOf((ErrorReason)value.Number)}` "
                + $"({ErrorCodes.HttpStatusOf(ErrorCodes.CodeOf((ErrorReason)value.Number))}): {value.Comment()}");
        document.AddComponent(Refused, new OpenApiResponse
        {
            Description = "Refused. The `reason` of google.rpc.ErrorInfo says why, crmclub.common.v1.ViolationList "
                + $"names every broken rule:\n{string.Join('\n', reasons)}",
            Content = Content(new OpenApiSchemaReference("google.rpc.Status", document)),
        });
    }

    private static Dictionary<string, IOpenApiMediaType> Content(IOpenApiSchema schema, string type = Json) =>
        new() { [type] = new OpenApiMediaType { Schema = schema } };
}
