using ReportingService.Web.Site;

namespace ReportingService.Intake;

/// <summary>Composes the public process: the citizen's pages and the API.</summary>
public static class IntakeHost
{
    /// <summary>Registers everything the citizen site needs.</summary>
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.AddServiceWeb(typeof(IntakeHost).Assembly);
    }

    /// <summary>Maps the citizen site's middleware, pages and endpoints.</summary>
    public static void MapIntake(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.MapRazorPages();
    }
}
