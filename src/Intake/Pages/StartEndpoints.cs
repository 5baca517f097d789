using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Pages;

/// <summary>The redirect from the bare address to the reader's language.</summary>
public static class StartEndpoints
{
    /// <summary>GET /</summary>
    public static void MapStart(this IEndpointRouteBuilder routes) => routes.MapGet("/", Start).ExcludeFromDescription();

    private static RedirectHttpResult Start(Texts texts) => TypedResults.Redirect($"/{texts.Language.Tag}");
}
