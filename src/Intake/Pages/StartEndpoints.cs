using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Pages;

/// <summary>The two redirects: from the bare address to the reader's language, and away from the site.</summary>
public static class StartEndpoints
{
    /// <summary>GET / and GET /{lang}/exit</summary>
    public static void MapStart(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Start).ExcludeFromDescription();
        routes.MapGet("/{lang:sitelang}/exit", Exit).ExcludeFromDescription();
    }

    private static RedirectHttpResult Start(Texts texts) => TypedResults.Redirect($"/{texts.Language.Tag}");

    /// <summary>Leaves. The page itself names no other site; the browser is asked to forget ours.</summary>
    private static RedirectHttpResult Exit(HttpContext context, IOptions<IntakeOptions> options)
    {
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return TypedResults.Redirect(options.Value.ExitUrl);
    }
}
