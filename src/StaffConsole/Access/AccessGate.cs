using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.SignIn;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Access;

/// <summary>
/// Stands before every page. Reads the matrix, the session and the object named in the address, and lets through only what
/// all three allow. Everything refused looks like something that does not exist.
/// </summary>
public sealed class AccessGate(RequestDelegate next)
{
    /// <summary>Header of what pages fetch by themselves; it neither counts as use nor unlocks anything.</summary>
    public const string ByScript = "X-Requested-With";

    /// <summary>Lets the request through or answers it.</summary>
    public async Task InvokeAsync(HttpContext context, ConsoleCookies cookies, ConsoleSessions sessions, AccountStanding standing, IDbContextFactory<ReportingDb> databases, Texts texts)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var rule = route is null ? null : AccessMatrix.Find(route, context.Request.Method);
        var session = sessions.Find(cookies.Session(context.Request), byHand: rule is { Watch: false, ByItself: false });
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var user = session is null ? null : await standing.OfAsync(session, db, context.RequestAborted);
        texts.Language = SiteLanguage.Find(cookies.Language(context.Request) ?? user?.Language)
            ?? SiteLanguage.OfAcceptLanguage(context.Request.Headers.AcceptLanguage);
        if (user is not null)
        {
            context.Features.Set(user);
            // Antiforgery tokens are bound to what stands here: a token of another session is refused.
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.Actor + session!.StartedAt.UtcTicks)], "session"));
        }

        if (rule is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!rule.Roles.HasFlag(Roles.Anyone) && !await AllowsAsync(context, rule, user, db))
        {
            return;
        }

        try
        {
            await next(context);
        }
        catch (SessionLockedException) when (!context.Response.HasStarted)
        {
            SendToSignIn(context, rule);
        }
    }

    private static async Task<bool> AllowsAsync(HttpContext context, AccessRule rule, StaffUser? user, ReportingDb db)
    {
        if (user is null || (user.Session.Locked && !rule.Watch))
        {
            SendToSignIn(context, rule);
            return false;
        }

        if ((rule.Roles & RolesOfAccount.Of(user.Role)) == 0 || !await ReachesAsync(context, rule.Reach, user, db))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        return true;
    }

    private static async Task<bool> ReachesAsync(HttpContext context, Reach reach, StaffUser user, ReportingDb db)
    {
        switch (reach)
        {
            case Reach.None:
                return true;
            case Reach.OwnDesk:
                return user.IsAssignedTo(context.GetRouteValue("desk") as string);
            case Reach.ActiveDesk:
                return user.IsActiveAt(context.GetRouteValue("desk") as string);
            default:
                if (!ReportId.TryParse(context.GetRouteValue("id") as string, out var report)
                    || await ReportAccess.OfAsync(db, user, report, context.RequestAborted) is not { } access
                    || (reach == Reach.HeldReport && !access.Holds))
                {
                    return false;
                }

                context.Features.Set(access);
                return true;
        }
    }

    private static void SendToSignIn(HttpContext context, AccessRule rule)
    {
        if (context.Request.Headers.ContainsKey(ByScript) || context.Request.Headers.Accept == "text/event-stream")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (rule.Typed && HttpMethods.IsPost(context.Request.Method))
        {
            // The browser sends what was typed once more, to a page that gives it back. Nothing of it is read or kept here.
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "/session-ended?back=" + Uri.EscapeDataString(context.Request.Path);
            return;
        }

        var back = HttpMethods.IsGet(context.Request.Method) && context.Request.Path != "/" ? "?back=" + Uri.EscapeDataString(context.Request.Path) : "";
        context.Response.Redirect("/sign-in" + back);
    }
}
