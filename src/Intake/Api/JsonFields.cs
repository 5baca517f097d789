using System.Text.Json;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Forms;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Api;

/// <summary>Reads a flat JSON object of strings; every other shape is refused with a code.</summary>
internal static class JsonFields
{
    private const int Longest = 256 << 10;

    public static async Task<PlainFormReading> ReadAsync(HttpRequest request, IReadOnlyCollection<string> known, CancellationToken cancellationToken)
    {
        var form = new PlainForm();
        if (!request.HasJsonContentType())
        {
            return new PlainFormReading(form, ProblemCode.UnsupportedMediaType);
        }

        using var body = new FieldBuffer(request.HttpContext.RequestServices.GetRequiredService<FormRoom>().Share(request.HttpContext.Response));
        if (await body.ReadAsync(request.Body, Longest, cancellationToken) is { } problem)
        {
            await request.Body.CopyToAsync(Stream.Null, cancellationToken);
            return new PlainFormReading(form, problem);
        }

        return new PlainFormReading(form, Parse(body.Bytes, known, form));
    }

    private static ProblemCode? Parse(ReadOnlyMemory<byte> json, IReadOnlyCollection<string> known, PlainForm form)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ProblemCode.MalformedRequest;
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!known.Contains(member.Name))
                {
                    return ProblemCode.UnknownField;
                }

                if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    return ProblemCode.InvalidValue;
                }

                form.Add(member.Name, member.Value.GetString() ?? string.Empty);
            }

            return form.Repeated.Count > 0 ? ProblemCode.RepeatedField : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return ProblemCode.MalformedRequest;
        }
    }
}
