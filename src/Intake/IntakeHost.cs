using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ReportingService.Intake.Api;
using ReportingService.Intake.Failures;
using ReportingService.Intake.Forms;
using ReportingService.Intake.LeavePage;
using ReportingService.Intake.Pages;
using ReportingService.Labelling;
using ReportingService.Web.Assets;
using ReportingService.Web.Languages;
using ReportingService.Web.Site;

namespace ReportingService.Intake;

/// <summary>Composes the public process: the citizen's pages and the API.</summary>
public static class IntakeHost
{
    /// <summary>
    /// Registers everything the citizen site needs. A host that shares its process registers shared instances
    /// (writer, signal, trust...) before; the bus is the business of whoever owns the process.
    /// </summary>
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.AddServiceWeb(typeof(IntakeHost).Assembly);
        builder.Services.AddIntakeServices(builder.Configuration);
        builder.Services.AddIntakeApi();
        builder.Services.Configure<RouteOptions>(options => options.ConstraintMap["sitelang"] = typeof(SiteLanguageConstraint));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = FormLimits.Request;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
            kestrel.Limits.MaxConcurrentConnections = FormLimits.Connections;

            // Threat: a form or a file that never ends. A phone on the worst link still in use sends a kilobyte a second, and may be
            // silent for half a minute at first; who is slower on the whole is cut off, whether places are short or not.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(30));
        });

        // Threat: request logs hold paths, sizes and times of every visit. The framework stays silent, whatever the configuration says.
        builder.Logging.Services.PostConfigure<LoggerFilterOptions>(options => options.Silence("Microsoft.AspNetCore"));
    }

    /// <summary>Maps the citizen site's middleware, pages and endpoints.</summary>
    public static void MapIntake(this WebApplication app)
    {
        // Read now, so that a broken place or lexicon file stops the start with its message and not the first report.
        _ = app.Services.GetRequiredService<Labeller>();
        app.UseSecurityHeaders();
        app.UseMiddleware<LanguageOfPathMiddleware>();
        app.UseMiddleware<QuietFailures>();
        app.Use((context, next) =>
        {
            context.Features.Set<IFormFeature>(new UnbufferedForms());
            return next(context);
        });
        app.UseRouting();
        app.MapServiceAssets();
        app.MapStart();
        app.MapLeavePage();
        app.MapRazorPages();
        app.MapIntakeApi();
        app.MapGet("/healthz", () => TypedResults.Ok()).ExcludeFromDescription();
    }
}
