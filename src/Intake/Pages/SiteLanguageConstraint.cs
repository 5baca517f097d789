using ReportingService.Web.Languages;

namespace ReportingService.Intake.Pages;

/// <summary>Route constraint <c>sitelang</c>: only the languages of the site.</summary>
public sealed class SiteLanguageConstraint : IRouteConstraint
{
    /// <inheritdoc/>
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
        => SiteLanguage.Find(values[routeKey]?.ToString()) is not null;
}
