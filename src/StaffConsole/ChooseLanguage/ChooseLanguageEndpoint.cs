using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.ChooseLanguage;

/// <summary>Changes the language of the console: in this browser, and for who is signed in at every later sign-in.</summary>
public static class ChooseLanguageEndpoint
{
    /// <summary>POST /language</summary>
    public static void MapChooseLanguage(this IEndpointRouteBuilder routes) => routes.MapPost("/language", PostAsync).RequireAntiforgery();

    private static async Task<RedirectHttpResult> PostAsync(
        HttpContext context, ConsoleCookies cookies, IDatabaseWriter writer, [FromForm] string? tag, [FromForm] string? back, CancellationToken cancellationToken)
    {
        if (SiteLanguage.Find(tag) is { } language)
        {
            cookies.GiveLanguage(context.Response, language.Tag);
            if (context.StaffOrNobody() is { } user && user.Language != language.Tag)
            {
                await writer.WriteAsync(
                    (db, ct) => db.Accounts.Where(account => account.Id == user.AccountId).ExecuteUpdateAsync(account => account.SetProperty(row => row.Language, language.Tag), ct),
                    cancellationToken);
            }
        }

        // Threat: an address of somebody else's site as the way back. Browsers drop tabs and line ends, so "/<tab>/site" would be one.
        var safe = back is { Length: > 0 } && back[0] == '/' && !back.Any(char.IsControl) && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\', StringComparison.Ordinal);
        return TypedResults.Redirect(safe ? back! : "/");
    }
}
