using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.AddNote;
using ReportingService.StaffConsole.AskReporter;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.ChangePassphrase;
using ReportingService.StaffConsole.ChooseLanguage;
using ReportingService.StaffConsole.GrantAccess;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.MakeAccounts;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.StaffConsole.PreviewFile;
using ReportingService.StaffConsole.ShowAudit;
using ReportingService.StaffConsole.ShowEndedSession;
using ReportingService.StaffConsole.ShowHome;
using ReportingService.StaffConsole.ShowReadiness;
using ReportingService.StaffConsole.SignIn;
using ReportingService.StaffConsole.SignOut;
using ReportingService.StaffConsole.WorkQueue;
using ReportingService.StaffConsole.WriteRules;
using ReportingService.Web.Assets;
using ReportingService.Web.SecurityHeaders;
using ReportingService.Web.Site;

namespace ReportingService.StaffConsole;

/// <summary>Composes the staff process. Whoever hosts it adds the bus (<c>AddReportingMessages(..., bus => bus.AddCaseChanges())</c>).</summary>
public static class StaffConsoleHost
{
    /// <summary>The longest text of rules, each letter as nine bytes (a euro sign in a form), and whatever else stands in a form.</summary>
    private const long LongestPost = (RuleReading.Longest * 9) + (128 * 1024);

    /// <summary>Registers everything; instances registered before are kept, so that one process can share them with other hosts.</summary>
    public static void AddStaffConsole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddServiceWeb(typeof(StaffConsoleHost).Assembly).WithRazorPagesRoot("/");
        services.AddReportingData(builder.Configuration);
        services.AddStaffServices(builder.Configuration);
        services.AddRulesInForce(builder.Configuration);
        services.AddOptions<StaffConsoleOptions>().BindConfiguration("StaffConsole").ValidateDataAnnotations().ValidateOnStart();
        var https = (builder.Configuration["StaffConsole:Url"] ?? "").StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        services.Configure<SecurityHeadersOptions>(headers =>
        {
            headers.MoreDirectives.Add("media-src 'self'");
            headers.Https = https;
        });

        // Nothing that protects cookies or forms is ever stored: sessions end with the process, and so do these keys.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = https ? "__Host-form" : "console-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            antiforgery.Cookie.Path = "/";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

        // Threat: what comes as files of a form is spooled to temporary files in clear, were it large. No form of the console has files;
        // fields are read in memory.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LongestPost);
        services.AddSingleton<ConsoleSessions>();
        services.AddSingleton<ConsoleCookies>();
        services.AddSingleton<PageMarks>();
        services.AddSingleton<WindowEnd>();
        services.AddSingleton<AccountStanding>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInHandler>();
        services.AddSingleton<ChangePassphraseHandler>();
        services.AddSingleton<OpenScreens>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<AlarmReader>();
        services.AddSingleton<CaseKeyOpener>();
        services.AddSingleton<ReportReader>();
        services.AddSingleton<ReportOpener>();
        services.AddSingleton<ReportFile>();
        services.AddSingleton<PreviewSandbox>();
        services.AddSingleton<PreviewTools>();
        services.AddSingleton<CaseChange>();
        services.AddSingleton<ReportMove>();
        services.AddSingleton<AskHandler>();
        services.AddSingleton<NoteSealer>();
        services.AddSingleton<PoliceCopy>();
        services.AddSingleton<HandOffHandler>();
        services.AddSingleton<PendingHandOffs>();
        services.AddSingleton<FinishedHandOffs>();
        services.AddSingleton<DeclinedHandOffs>();
        services.AddSingleton<LostHandOffs>();
        services.AddSingleton<LateCopies>();
        services.AddSingleton<AccessAnswers>();
        services.AddSingleton<VerifiedDesks>();
        services.AddSingleton<DeskNeeds>();
        services.AddSingleton<RuleStep>();
        services.AddSingleton<WrittenDrafts>();
        services.AddSingleton<RuleDrafts>();
        services.AddSingleton<RuleDeclines>();
        services.AddSingleton<RuleSignatures>();
        services.AddSingleton<RuleTrial>();
        services.AddSingleton<EvaluationTexts>();
        services.AddScoped<AuditWords>();
        services.AddSingleton<AuditReader>();
        services.AddScoped<RuleWords>();
        services.AddScoped<RuleChoices>();
        services.AddSingleton<ReadinessReader>();
        services.AddSingleton<SoleReader>();
        services.AddScoped<Names>();
        services.AddScoped<DeskGroups>();
        services.AddScoped<DeskOrder>();
        services.AddScoped<ReadyQuestions>();
        services.AddSingleton<PendingEnrolments>();
        services.AddSingleton<AcceptInviteHandler>();
        services.AddSingleton<FirstStart>();
        services.AddHostedService<FirstStartService>();
        services.AddHostedService<SessionSweeper>();
        services.AddHostedService<ChangePoller>();
    }

    /// <summary>Accounts and desk keys without HTTP, for the operator's commands and the demonstration. Needs Data, Trust and RoutingData.</summary>
    public static void AddStaffServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPinnedTrust(configuration).AddRoutingData(configuration);
        services.TryAddSingleton(provider => new AccountVault(provider.GetRequiredService<Trust>()));
        services.TryAddSingleton<DeskKeyOpener>();
        services.TryAddSingleton<DeskKeyMaker>();
        services.TryAddSingleton<DeskKeySigning>();
        services.TryAddSingleton<DeskAdmission>();
        services.TryAddSingleton<MemberProof>();
        services.TryAddSingleton<DeskKeyRenewal>();
        services.TryAddSingleton<DeskKeyAnew>();
        services.TryAddSingleton<RuleAuthorKeys>();
        services.TryAddSingleton<AccountCreation>();
    }

    /// <summary>Middleware, pages and endpoints. Behind the gate, nothing is reachable that the matrix does not name.</summary>
    public static void MapStaffConsole(this WebApplication app)
    {
        app.UseSecurityHeaders();
        if (app.Services.GetRequiredService<IOptions<StaffConsoleOptions>>().Value.Https)
        {
            // TLS ends at the reverse proxy. What staff use is known from configuration, not from a header that anybody can send.
            app.Use((context, next) =>
            {
                context.Request.Scheme = "https";
                return next(context);
            });
        }

        app.UseExceptionHandler("/refused/500");
        app.UseStatusCodePagesWithReExecute("/refused/{0}");
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.MapServiceAssets();
        app.MapHome();
        app.MapSignOut();
        app.MapChooseLanguage();
        app.MapQueueEvents();
        app.MapFiles();
        app.MapStanding();
        app.MapSession();
        app.MapPreviews();
        app.MapRules();
        app.MapRazorPages();
    }
}
