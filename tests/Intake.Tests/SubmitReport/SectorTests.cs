using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit;

namespace ReportingService.Intake.Tests.SubmitReport;

/// <summary>The patrol sector is finer than a municipality: only who opens the report reads it (decision 0017).</summary>
public sealed class SectorTests : IAsyncLifetime
{
    private const string Words = "Në fshatin Kmetofc të Gjilanit vodhën traktorin.";
    private IntakeSite site = null!;

    public async ValueTask InitializeAsync() => site = await IntakeSite.StartAsync(builder => builder.Services.AddSingleton(RoutingData.Load(RoutingWithSectors.Open)));

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Submit_SettlementOfASector_StandsInWhatTheHolderOpensAndNowhereElse()
    {
        await site.Http.SubmitAsync(Words, ("category", "theft"));
        var report = await site.ReadAsync(db => db.Cases.SingleAsync());
        var envelope = await site.ReadAsync(db => db.RouterEnvelopes.SingleAsync());
        using var routed = RouterOpener.Open(site.RouterKey, envelope.Epoch, BindingOf(report), envelope.Sealed);

        Assert.Equal("TEST-NORTH", (await LabelsAsync(report, routed.Key)).Sector);
        Assert.Null(ReportLabels.FromBytes(routed.Labels).Sector);

        Assert.Empty(new CanarySearch(["TEST-NORTH"]).In(site.Folder));
        Assert.DoesNotContain(site.Logs.Lines, line => line.Contains("TEST-NORTH", StringComparison.OrdinalIgnoreCase));

        // Positive control: the search finds it where it does stand.
        var plain = Path.Combine(site.Folder, "planted.txt");
        await File.WriteAllTextAsync(plain, "x TEST-NORTH x", TestContext.Current.CancellationToken);
        Assert.Single(new CanarySearch(["TEST-NORTH"]).In(site.Folder));
    }

    /// <summary>Neither the helpline nor the Inspectorate patrols: what they hold names no sector.</summary>
    [Fact]
    public async Task Submit_Protected_NoSector()
    {
        await site.Http.SubmitAsync(Words, ("helplineOnly", "true"));
        var report = await site.ReadAsync(db => db.Cases.SingleAsync());
        var grant = await site.ReadAsync(db => db.CaseGrants.SingleAsync());
        using var recovery = RootKeyFiles.ReadRecovery(site.RecoveryFile(KeyDomain.Helpline), KeyDomain.Helpline, site.Trust);
        using var key = recovery.OpenCase(BindingOf(report), grant.WrappedKey);

        var labels = await LabelsAsync(report, key);
        Assert.Equal(("gjilan", null), (labels.Municipality, labels.Sector));
    }

    private CaseBinding BindingOf(Case report)
        => new(site.Trust.Instance, new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), PublicKey.FromBytes(report.ReporterPublicKey));

    private async Task<ReportLabels> LabelsAsync(Case report, CaseKey key)
    {
        var item = await site.ReadAsync(db => db.CaseItems.SingleAsync(i => i.CaseId == report.Id && i.Kind == CaseItemKind.Labels));
        return ReportLabels.FromBytes(ItemOpener.Open(key, new EnvelopeContext(site.Trust.Instance, new ReportId(report.Id), item.Id, Purpose.Labels), item.Sealed));
    }
}
