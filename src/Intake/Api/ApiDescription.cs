using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Api;

/// <summary>Completes the generated description with what code cannot tell: the stable problem codes.</summary>
internal static class ApiDescription
{
    public static Task DescribeDocument(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Reporting service, citizen API",
            Version = "1",
            Description = "Send an anonymous report and come back to it with the receipt alone. No account, no key, no cookie. "
                + "The server reads no address and no user agent. Accept-Language chooses the language of names and sentences: sq, sr-Latn, sr-Cyrl, en.",
        };
        document.Servers = [];
        return Task.CompletedTask;
    }

    public static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            schema.Properties["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Stable; new codes may be added.",
                Enum = [.. ProblemCode.All.Select(problem => (JsonNode)JsonValue.Create(problem.Code))],
            };
            schema.Properties["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The field that is wrong." };
            schema.Properties["group"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The first mistyped group of a receipt, from 1." };
            schema.Properties["missing"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Characters a receipt is too short." };
            schema.Properties["extra"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Characters a receipt is too long." };
            schema.Properties["groups"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "Every mistyped group.",
                Items = new OpenApiSchema { Type = JsonSchemaType.Integer },
            };
        }

        return Task.CompletedTask;
    }
}
