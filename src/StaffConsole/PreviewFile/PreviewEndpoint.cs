using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Scrubbing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.StaffConsole.ShowEndedSession;
using ReportingService.Web.SecurityHeaders;

namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>
/// A small picture, a short clip or a waveform of a file, made in the sandbox when a member of the desk first looks, and scrubbed
/// like any other file: what a decoder returns is as little trusted as what a stranger sent.
/// </summary>
public static class PreviewEndpoint
{
    private static readonly MetadataScrubber Scrubber = new();

    /// <summary>GET /reports/{id}/files/{item}/preview and .../clip</summary>
    public static void MapPreviews(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{id}/files/{item}/preview", (string item, HttpContext context, ReportFile files, PreviewSandbox sandbox, PreviewTools tools, WindowEnd end, CancellationToken stop)
            => GetAsync(item, clip: false, context, files, sandbox, tools, end, stop));
        routes.MapGet("/reports/{id}/files/{item}/clip", (string item, HttpContext context, ReportFile files, PreviewSandbox sandbox, PreviewTools tools, WindowEnd end, CancellationToken stop)
            => GetAsync(item, clip: true, context, files, sandbox, tools, end, stop));
    }

    private static async Task<Results<FileContentHttpResult, NotFound, StatusCodeHttpResult>> GetAsync(
        string item, bool clip, HttpContext context, ReportFile files, PreviewSandbox sandbox, PreviewTools tools, WindowEnd end, CancellationToken cancellationToken)
    {
        if (await tools.MissingAsync() is not null || await files.FindAsync(item, context.Report(), cancellationToken) is not { } row)
        {
            return TypedResults.NotFound();
        }

        SandboxedAnswer.Mark(context);
        var user = context.Staff();
        try
        {
            // Looking at it again shows what this session already has; that opens no key, so nothing new is put on record.
            var wanted = clip ? [PreviewKind.Clip] : new[] { PreviewKind.Still, PreviewKind.Waveform };
            foreach (var kind in wanted)
            {
                if (user.Session.Previews.Find(row.Id, kind) is { } kept)
                {
                    end.Mark(context);
                    return Answer(kind, kept);
                }
            }

            using var key = await files.Opener.OpenForAsync(user, context.Report(), "preview", cancellationToken);
            var (header, plain) = await files.OpenAsync(key, row, cancellationToken);
            await using (plain)
            {
                if (KindOf(header.MediaType, clip) is not { } kind)
                {
                    return TypedResults.NotFound();
                }

                if (await MakeAsync(kind, plain, sandbox, cancellationToken) is not { } made)
                {
                    return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
                }

                user.Session.Previews.Keep(row.Id, kind, made);
                end.Mark(context);
                return Answer(kind, made);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidDataException or ArgumentException or FileNotFoundException)
        {
            await files.Opener.RecordAlteredAsync(user, context.Report(), "file", cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }
    }

    /// <summary>Which preview a file of this type has; null for none.</summary>
    public static PreviewKind? KindOf(string mediaType, bool clip) => mediaType.Split('/')[0] switch
    {
        "image" when !clip => PreviewKind.Still,
        "video" => clip ? PreviewKind.Clip : PreviewKind.Still,
        "audio" when !clip => PreviewKind.Waveform,
        _ => null,
    };

    private static async Task<byte[]?> MakeAsync(PreviewKind kind, Stream plain, PreviewSandbox sandbox, CancellationToken stop)
    {
        if (await sandbox.RunAsync(kind, plain, stop) is not { } raw)
        {
            return null;
        }

        using var clean = new MemoryStream();
        return await Scrubber.ScrubAsync(new MemoryStream(raw), clean, stop) is ScrubOutcome.Clean ? clean.ToArray() : null;
    }

    private static FileContentHttpResult Answer(PreviewKind kind, byte[] bytes)
        => TypedResults.File(bytes, kind switch { PreviewKind.Clip => "video/mp4", PreviewKind.Waveform => "image/png", _ => "image/jpeg" }, enableRangeProcessing: true);
}
