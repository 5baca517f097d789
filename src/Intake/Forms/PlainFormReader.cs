using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ReportingService.Data;
using ReportingService.Intake.LeavePage;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Forms;

/// <summary>
/// Reads a posted form: fields into memory, files straight into their receiver.
/// Threat: the framework's own reader spools bodies above 64 KB to a temp file in clear. See <see cref="UnbufferedForms"/>.
/// </summary>
public static class PlainFormReader
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";
    private const int Beginning = 256;

    /// <summary>Reads the whole form. <paramref name="files"/> gets every part with a file name, and whether the name is more than nothing (a file field left empty sends an empty one); without it such parts are skipped.</summary>
    /// <exception cref="IOException">The link was cut.</exception>
    public static async Task<PlainFormReading> ReadAsync(HttpRequest request, Func<PlainForm, Stream, bool, CancellationToken, Task>? files, CancellationToken cancellationToken)
    {
        var form = new PlainForm();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return new PlainFormReading(form, ProblemCode.UnsupportedMediaType);
        }

        if (type.MediaType.Equals(UrlEncoded, StringComparison.OrdinalIgnoreCase))
        {
            return new PlainFormReading(form, await ReadUrlEncodedAsync(request, form, cancellationToken));
        }

        if (!type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase))
        {
            return new PlainFormReading(form, ProblemCode.UnsupportedMediaType);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 70)
        {
            return new PlainFormReading(form, ProblemCode.MalformedRequest);
        }

        await using var body = new EndNotingStream(request.Body);
        try
        {
            return new PlainFormReading(form, await ReadMultipartAsync(request, new MultipartReader(boundary, body), form, files, cancellationToken));
        }
        catch (IOException fault) when (body.Ended && !DatabaseErrors.IsStorageFull(fault))
        {
            // The whole body came, but it stops in the middle of a part: not a cut link, a form that ends too early.
            return new PlainFormReading(form, ProblemCode.MalformedRequest);
        }
        catch (InvalidDataException)
        {
            return new PlainFormReading(form, ProblemCode.MalformedRequest);
        }
    }

    private static async Task<ProblemCode?> ReadUrlEncodedAsync(HttpRequest request, PlainForm form, CancellationToken cancellationToken)
    {
        var (body, whole) = await ReadAllAsync(request.Body, FormLimits.Fields, cancellationToken);
        if (!whole)
        {
            foreach (var pair in new QueryStringEnumerable(body))
            {
                KeepMark(request, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            }

            return ProblemCode.BodyTooLarge;
        }

        var fields = 0;
        foreach (var pair in new QueryStringEnumerable(body))
        {
            if (++fields > FormLimits.FieldCount)
            {
                return ProblemCode.MalformedRequest;
            }

            Add(request, form, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        }

        return null;
    }

    private static async Task<ProblemCode?> ReadMultipartAsync(
        HttpRequest request, MultipartReader reader, PlainForm form, Func<PlainForm, Stream, bool, CancellationToken, Task>? files, CancellationToken cancellationToken)
    {
        var left = FormLimits.Fields;
        var parts = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
                || ++parts > FormLimits.FieldCount)
            {
                return ProblemCode.MalformedRequest;
            }

            var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
            if (isFile)
            {
                // Threat: the name of a file tells who took it, and when. It is not kept, not even looked at.
                var named = !StringSegment.IsNullOrEmpty(HeaderUtilities.RemoveQuotes(disposition.FileName)) || disposition.FileNameStar.HasValue;
                form.HasFiles |= named;
                if (files is not null)
                {
                    await files(form, section.Body, named, cancellationToken);
                }

                await section.Body.CopyToAsync(Stream.Null, cancellationToken);
                continue;
            }

            var (value, whole) = await ReadAllAsync(section.Body, left, cancellationToken);
            if (!whole)
            {
                return ProblemCode.BodyTooLarge;
            }

            left -= Encoding.UTF8.GetByteCount(value);
            Add(request, form, HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), value);
        }

        return null;
    }

    private static void Add(HttpRequest request, PlainForm form, string name, string value)
    {
        form.Add(name, value);
        KeepMark(request, name, value);
    }

    /// <summary>At once and not by whoever asked for the form: if that one fails, the error page's quick exit closes the visit all the same.</summary>
    private static void KeepMark(HttpRequest request, string name, string value)
    {
        if (name == PageMark.Field)
        {
            PageMark.Keep(request.HttpContext, value);
        }
    }

    /// <summary>The text; of one that is too long only the beginning, where the pages have the visit's mark.</summary>
    private static async Task<(string Text, bool Whole)> ReadAllAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    CryptographicOperations.ZeroMemory(buffer);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += read;
                if (length > limit)
                {
                    return (Encoding.UTF8.GetString(buffer, 0, Math.Min(length, Beginning)), false);
                }

                if (read == 0)
                {
                    return (Encoding.UTF8.GetString(buffer, 0, length), true);
                }
            }
        }
        finally
        {
            // Threat: pooled memory outlives the request.
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length > buffer.Length ? buffer.Length : length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
