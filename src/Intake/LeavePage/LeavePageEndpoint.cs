using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ReportingService.Intake.LeavePage;

/// <summary>GET /{lang}/exit: the quick exit. A link, so that it works without scripts; a redirect, so that it is no page of its own to go back to.</summary>
public static class LeavePageEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapLeavePage(this IEndpointRouteBuilder routes) => routes.MapGet("/{lang:sitelang}/exit", Leave).ExcludeFromDescription();

    /// <summary>Closes the pages of the visit and leaves. The page itself names no other site; the browser is asked to forget ours.</summary>
    private static RedirectHttpResult Leave(HttpContext context, LeftPages left, IOptions<IntakeOptions> options)
    {
        foreach (var mark in PageMark.Of(context))
        {
            left.Note(mark);
        }

        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return TypedResults.Redirect(options.Value.ExitUrl);
    }
}
