using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ReportingService.Web.Site;

/// <summary>
/// Answers 415 to whoever sends something in letters that this service cannot read. Threat: the reader of forms fails at them, then the page
/// that says so reads the same form and fails too, and both failures fill the log.
/// </summary>
public sealed class ReadableLetters(RequestDelegate next)
{
    /// <summary>Lets through what can be read.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (CanRead(context.Request.ContentType))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }

    private static bool CanRead(string? type)
    {
        if (!MediaTypeHeaderValue.TryParse(type, out var media) || HeaderUtilities.RemoveQuotes(media.Charset) is not { Length: > 0 } letters)
        {
            return true;
        }

        try
        {
            return Encoding.GetEncoding(letters.ToString()) is not null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
