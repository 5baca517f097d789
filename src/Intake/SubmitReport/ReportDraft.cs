using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Sealing;

namespace ReportingService.Intake.SubmitReport;

/// <summary>A report while it is being received: its random id, its key pair and its files so far. Disposed, it leaves nothing unless it was kept.</summary>
public sealed class ReportDraft(ReportId id, FileReceiver files) : IAsyncDisposable
{
    private CaseKeyPair? keys;

    /// <summary>The id the report will have.</summary>
    public ReportId Id { get; } = id;

    /// <summary>The files.</summary>
    public FileReceiver Files { get; } = files;

    /// <summary>The key pair; made at the first need.</summary>
    public CaseKeyPair Keys => keys ??= CaseKeyPair.CreateUndecided();

    /// <summary>Decides for good whom the key can be wrapped to.</summary>
    public CaseKeyPair Decide(Protection protection)
    {
        Keys.Decide(protection);
        return Keys;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        keys?.Dispose();
        await Files.DisposeAsync();
    }
}
