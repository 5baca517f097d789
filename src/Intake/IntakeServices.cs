using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.AddMessage;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Contacts;
using ReportingService.Intake.Forms;
using ReportingService.Intake.Keys;
using ReportingService.Intake.LeavePage;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.Recipients;
using ReportingService.Intake.SubmitReport;
using ReportingService.Intake.Tokens;
using ReportingService.Intake.WithdrawReport;
using ReportingService.Labelling;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake;

/// <summary>The use cases and what they need. Everything shared with other hosts of the process is added only if missing.</summary>
internal static class IntakeServices
{
    public static void AddIntakeServices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IntakeOptions>().BindConfiguration("Intake").ValidateDataAnnotations().ValidateOnStart();
        services.AddReportingData(configuration);
        services.TryAddSingleton(_ => LoadTrust(configuration["Trust:File"]));
        services.TryAddSingleton(_ => configuration["Trust:MemoryFile"] is { Length: > 0 } file ? ChainMemory.InFile(file) : new ChainMemory());
        services.TryAddSingleton<VerifiedDeskKeys>();
        services.TryAddSingleton(_ => RoutingData.Load(Opener(configuration)));
        services.AddRulesInForce(configuration);
        services.TryAddSingleton(provider =>
        {
            var routing = provider.GetRequiredService<RoutingData>();
            return Labeller.Load(Opener(configuration), routing.Municipalities, routing.Sectors);
        });
        services.TryAddSingleton(_ =>
        {
            using var contacts = Opener(configuration)("contacts.json");
            return HelpNumbers.Load(contacts);
        });
        services.TryAddSingleton(provider => new MetadataScrubber(new ScrubOptions
        {
            ScratchFolder = configuration["Scrub:ScratchFolder"],
            Clock = provider.GetRequiredService<TimeProvider>(),
        }));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<IntakeOptions>>().Value.FormTokenKeyFile is { Length: > 0 } file
            ? FormTokenKey.InFile(file)
            : FormTokenKey.ForThisProcess());
        services.AddSingleton<FormTokens>();
        services.AddSingleton<LeftPages>();
        services.AddHttpContextAccessor();
        services.AddSingleton<Gates>();
        services.TryAddSingleton(_ => new FormRoom(FormLimits.AllForms));
        services.AddSingleton<ReceiptBudget>();
        services.AddSingleton<RouterKeys>();
        services.AddSingleton<ProtectedDesks>();
        services.AddSingleton<ReportFields>();
        services.AddSingleton<ReportPreview>();
        services.AddSingleton<SubmitReportHandler>();
        services.AddSingleton<SubmitReportReader>();
        services.AddSingleton<OpenReceiptHandler>();
        services.AddSingleton<AddMessageHandler>();
        services.AddSingleton<AdditionWriter>();
        services.AddSingleton<SentBefore>();
        services.AddSingleton<AddMessageReader>();
        services.AddSingleton<WithdrawReportHandler>();
        services.AddScoped<DeskNames>();
    }

    private static Func<string, Stream> Opener(IConfiguration configuration)
    {
        var folder = configuration["Routing:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "routing");
        return name => File.OpenRead(Path.Combine(folder, name));
    }

    private static Trust LoadTrust(string? file)
    {
        using var json = File.OpenRead(file ?? throw new InvalidOperationException("Set Trust:File to the installation's trust.json."));
        return Trust.Load(json);
    }
}
