using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.SignOut;

/// <summary>Ends the session and zeroes its key.</summary>
public static class SignOutEndpoint
{
    /// <summary>POST /sign-out</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost("/sign-out", Post).RequireAntiforgery();

    private static async Task<RedirectHttpResult> Post(
        HttpContext context, ConsoleSessions sessions, ConsoleCookies cookies, IDatabaseWriter writer, Audit audit, CancellationToken cancellationToken)
    {
        sessions.End(cookies.Session(context.Request)!);
        cookies.TakeSession(context.Response);
        var account = context.Staff().AccountId;
        await writer.WriteAsync((db, ct) => audit.AppendAsync(db, account, "signed_out", account, "", ct), cancellationToken);
        return TypedResults.Redirect("/sign-in");
    }
}
