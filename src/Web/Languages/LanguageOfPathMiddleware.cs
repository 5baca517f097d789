using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ReportingService.Web.Languages;

/// <summary>Sets the language of the request from the first part of its path; from Accept-Language, the only header read for it, when there is none.</summary>
public sealed class LanguageOfPathMiddleware(RequestDelegate next)
{
    /// <summary>Runs the rest of the request in its language.</summary>
    public Task InvokeAsync(HttpContext context, Texts texts)
    {
        texts.Language = SiteLanguage.OfPath(context.Request.Path)
            ?? SiteLanguage.OfAcceptLanguage(context.Request.Headers[HeaderNames.AcceptLanguage]);
        return next(context);
    }
}
