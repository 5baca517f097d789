using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ReportingService.Data;
using ReportingService.Intake.Admission;
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

        var pace = new UploadPace(request.HttpContext.RequestServices.GetRequiredService<TimeProvider>());
        request.HttpContext.Features.Set(pace);
        await using var body = new EndNotingStream(request.Body, pace);
        try
        {
            return new PlainFormReading(form, await ReadMultipartAsync(request, new MultipartReader(boundary, body), form, files, pace, cancellationToken));
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
        using var body = new FieldBuffer(ShareOf(request));
        if (await body.ReadAsync(request.Body, FormLimits.Fields, cancellationToken) is { } problem)
        {
            // Of what is not kept only the beginning, where the pages have the visit's mark.
            foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body.Bytes.Span[..Math.Min(body.Bytes.Length, Beginning)])))
            {
                KeepMark(request, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            }

            return await RefuseAsync(problem, request.Body, cancellationToken);
        }

        var fields = 0;
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body.Bytes.Span)))
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
        HttpRequest request, MultipartReader reader, PlainForm form, Func<PlainForm, Stream, bool, CancellationToken, Task>? files, UploadPace pace, CancellationToken cancellationToken)
    {
        var left = FormLimits.Fields;
        var parts = 0;
        var share = ShareOf(request);
        var dropped = false;
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
                dropped |= pace.GaveWay;
                if (files is not null && !dropped)
                {
                    try
                    {
                        await files(form, new GivingWayStream(section.Body, pace), named, cancellationToken);
                    }
                    catch (GaveWayException)
                    {
                        // The rest is read all the same, so that the page can give the words back.
                        dropped = true;
                    }
                }

                await section.Body.CopyToAsync(Stream.Null, cancellationToken);
                continue;
            }

            using var value = new FieldBuffer(share);
            if (await value.ReadAsync(section.Body, left, cancellationToken) is { } problem)
            {
                return await RefuseAsync(problem, request.Body, cancellationToken);
            }

            left -= value.Bytes.Length;
            share.Keep(value.Bytes.Length);
            Add(request, form, HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), Encoding.UTF8.GetString(value.Bytes.Span));
        }

        return dropped ? ProblemCode.Busy : null;
    }

    private static FormShare ShareOf(HttpRequest request) => request.HttpContext.RequestServices.GetRequiredService<FormRoom>().Share(request.HttpContext.Response);

    /// <summary>Who is told to come again has to see that: a browser shows an answer only when its form was taken.</summary>
    private static async Task<ProblemCode> RefuseAsync(ProblemCode problem, Stream rest, CancellationToken cancellationToken)
    {
        if (problem == ProblemCode.Busy)
        {
            await rest.CopyToAsync(Stream.Null, cancellationToken);
        }

        return problem;
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
}
