using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.ChooseLanguage;

/// <summary>Changes the language of the console in this browser.</summary>
public static class ChooseLanguageEndpoint
{
    /// <summary>POST /language</summary>
    public static void MapChooseLanguage(this IEndpointRouteBuilder routes) => routes.MapPost("/language", Post).RequireAntiforgery();

    private static RedirectHttpResult Post(HttpContext context, ConsoleCookies cookies, [FromForm] string? tag, [FromForm] string? back)
    {
        if (SiteLanguage.Find(tag) is { } language)
        {
            cookies.GiveLanguage(context.Response, language.Tag);
        }

        // Threat: an address of somebody else's site as the way back. Browsers drop tabs and line ends, so "/<tab>/site" would be one.
        var safe = back is { Length: > 0 } && back[0] == '/' && !back.Any(char.IsControl) && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\', StringComparison.Ordinal);
        return TypedResults.Redirect(safe ? back! : "/");
    }
}
