using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Sealing;

namespace ReportingService.Intake.SubmitReport;

/// <summary>A report while it is being received: its random id, its key pair and its files so far. Disposed, it leaves nothing unless it was kept.</summary>
public sealed class ReportDraft(ReportId id, FileReceiver files) : IAsyncDisposable
{
    private CaseKeyPair? keys;
    private ReporterKey? reporter;

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

    /// <summary>The keys of the receipt under which everything of this draft is sealed.</summary>
    /// <exception cref="InvalidOperationException">Its files were sealed under another receipt.</exception>
    public ReporterKey ReporterOf(Receipt receipt, InstanceId instance)
    {
        var key = ReporterKey.From(receipt, instance);
        if (reporter is null)
        {
            return reporter = key;
        }

        var same = key.Public == reporter.Public;
        key.Dispose();
        return same ? reporter : throw new InvalidOperationException("A report has one receipt.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        keys?.Dispose();
        reporter?.Dispose();
        await Files.DisposeAsync();
    }
}
