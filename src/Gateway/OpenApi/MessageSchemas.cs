using System.Text.Json.Nodes;
using CrmClub.Contracts;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace CrmClub.Gateway.OpenApi;

/// <summary>Messages and enums as protobuf's JSON mapping has them, each once in the document's components.</summary>
internal sealed class MessageSchemas(OpenApiDocument document)
{
    private const string Timestamp = "google.protobuf.Timestamp";
    private const string Duration = "google.protobuf.Duration";
    private const string Any = "google.protobuf.Any";

    public IOpenApiSchema Of(MessageDescriptor message)
    {
        if (Add(message.FullName, new OpenApiSchema { Type = JsonSchemaType.Object }) is { } schema)
        {
            schema.Description = Text(message);
            schema.Properties = message.Fields.InFieldNumberOrder()
                .ToDictionary(field => field.JsonName, Of);
        }

        return new OpenApiSchemaReference(message.FullName, document);
    }

    public IOpenApiSchema Of(FieldDescriptor field)
    {
        var one = One(field);
        if (field.IsRepeated)
            one = new OpenApiSchema { Type = JsonSchemaType.Array, Items = one };
        if (one is OpenApiSchema own)
            own.Description = Text(field);
        else if (one is OpenApiSchemaReference reference)
            reference.Description = Text(field);
        return one;
    }

    private IOpenApiSchema One(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => Scalar(JsonSchemaType.Boolean),
        FieldType.Double or FieldType.Float => Scalar(JsonSchemaType.Number),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 or FieldType.UInt32 or FieldType.Fixed32 =>
            Scalar(JsonSchemaType.Integer, "int32"),
        // Beyond 53 bits a JSON number is not exact.
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64 =>
            Scalar(JsonSchemaType.String, "int64"),
        FieldType.Bytes => Scalar(JsonSchemaType.String, "byte"),
        FieldType.Enum => Of(field.EnumType),
        FieldType.Message => field.MessageType.FullName switch
        {
            Timestamp => Scalar(JsonSchemaType.String, "date-time"),
            Duration => Scalar(JsonSchemaType.String, "duration"),
            Any => Scalar(JsonSchemaType.Object),
            _ => Of(field.MessageType),
        },
        _ => Scalar(JsonSchemaType.String),
    };

    private OpenApiSchemaReference Of(EnumDescriptor type)
    {
        if (Add(type.FullName, new OpenApiSchema { Type = JsonSchemaType.String }) is { } schema)
        {
            var values = type.Values.Where(value => value.Comment().Length > 0)
                .Select(value => $"- `{value.Name}`: {value.Comment()}");
            schema.Description = string.Join('\n', [type.Comment(), .. values]).Trim();
            schema.Enum = [.. type.Values.Select(value => (JsonNode)value.Name)];
        }

        return new OpenApiSchemaReference(type.FullName, document);
    }

    private static OpenApiSchema Scalar(JsonSchemaType type, string? format = null) =>
        new() { Type = type, Format = format };

    private static string? Text(DescriptorBase descriptor) =>
        descriptor.Comment() is { Length: > 0 } text ? text : null;

    /// <summary>Null where it is there already: messages may hold themselves.</summary>
    private OpenApiSchema? Add(string name, OpenApiSchema schema)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        return document.Components.Schemas.ContainsKey(name) || !document.AddComponent(name, schema) ? null : schema;
    }
}
