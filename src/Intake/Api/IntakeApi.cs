namespace ReportingService.Intake.Api;

/// <summary>Registers and maps the API. It shares every handler with the pages.</summary>
internal static class IntakeApi
{
    public static void AddIntakeApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
    }

    public static void MapIntakeApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
