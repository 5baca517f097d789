using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.ShowEndedSession;
using ReportingService.Web.SecurityHeaders;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>
/// A photo, video or sound of a report, decrypted while it is sent, in ranges. The type is one of a fixed list, whatever the
/// header says; nothing is ever written in clear.
/// </summary>
public static class FileEndpoint
{
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/quicktime", "video/webm", "video/x-matroska",
        "audio/mpeg", "audio/wav", "audio/ogg", "audio/flac", "audio/mp4",
    };

    /// <summary>GET /reports/{id}/files/{item}</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/reports/{id}/files/{item}", Get);

    /// <summary>Whether a browser shows files of this type inside a page.</summary>
    public static bool IsShown(string mediaType) => Shown.Contains(mediaType);

    private static async Task<Results<FileStreamHttpResult, NotFound, StatusCodeHttpResult>> Get(
        string item, bool? download, HttpContext context, ReportFile files, WindowEnd end, CancellationToken cancellationToken)
    {
        var user = context.Staff();
        var access = context.Report();
        var opener = files.Opener;
        if (await files.FindAsync(item, access, cancellationToken) is not { } row)
        {
            return TypedResults.NotFound();
        }

        SandboxedAnswer.Mark(context);
        var firstHere = user.Session.FirstOpeningOf(row.Id) || download == true;
        try
        {
            using var key = firstHere
                ? await opener.OpenForAsync(user, access, download == true ? "download" : "file", cancellationToken)
                : await opener.OpenAgainAsync(user, access, cancellationToken);
            var (header, opened) = await files.OpenAsync(key, row, cancellationToken);
            var shown = IsShown(header.MediaType);
            context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(shown && download != true ? "inline" : "attachment")
            {
                FileName = $"{access.Report.Value:N}"[..8] + "-" + row.Seq + Extension(header.Extension),
            }.ToString();

            end.Mark(context);
            var noting = new NotingStream(opened, () => opener.RecordAlteredAsync(user, access, "file", CancellationToken.None));
            return TypedResults.Stream(noting, shown ? header.MediaType : "application/octet-stream", enableRangeProcessing: true);
        }
        catch (Exception exception) when (exception is CryptographicException or InvalidDataException or ArgumentException or FileNotFoundException)
        {
            await opener.RecordAlteredAsync(user, access, "file", cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }
    }

    private static string Extension(string extension)
        => extension.Length is > 1 and <= 6 && extension[0] == '.' && extension[1..].All(char.IsAsciiLetterOrDigit) ? extension : ".bin";
}
