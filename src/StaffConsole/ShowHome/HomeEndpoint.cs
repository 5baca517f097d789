using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.ShowHome;

/// <summary>Sends everybody to where their work is.</summary>
public static class HomeEndpoint
{
    /// <summary>GET / and GET /healthz</summary>
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => TypedResults.Redirect(Of(context.StaffOrNobody())));
        routes.MapGet("/healthz", Ok () => TypedResults.Ok());
    }

    private static string Of(StaffUser? user) => user?.Role switch
    {
        null => "/sign-in",
        AccountRole.Administrator => "/accounts",
        AccountRole.Auditor => "/audit",
        AccountRole.RuleAuthor => "/rules",
        _ => user.Session.Locked ? "/sign-in" : "/queue",
    };
}
