using Microsoft.AspNetCore.Antiforgery;

namespace ReportingService.StaffConsole.Access;

/// <summary>Endpoints that are not pages check the form's token as pages do.</summary>
public static class AntiforgeryFilter
{
    /// <summary>Refuses a post without a good token.</summary>
    public static RouteHandlerBuilder RequireAntiforgery(this RouteHandlerBuilder endpoint)
        => endpoint.DisableAntiforgery().AddEndpointFilter(async (context, next) =>
        {
            var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
            return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TypedResults.BadRequest();
        });
}
