using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.Admission;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.AddMessage;

/// <summary>An addition while it is being received. The receipt must have come before the files: they are sealed to its case.</summary>
public sealed class MessageDraft(
    IDbContextFactory<ReportingDb> databases, MetadataScrubber scrubber, ISealedBlobs blobs, Trust trust, ReceiptBudget budget) : IAsyncDisposable
{
    private Receipt? receipt;
    private bool found;

    /// <summary>The keys of the receipt, once known.</summary>
    public ReporterKey? Reporter { get; private set; }

    /// <summary>The report; null when the receipt opens none.</summary>
    public Data.Case? Report { get; private set; }

    /// <summary>The same report as the receipt recognises it: what may be sealed to.</summary>
    public VouchedCase? Case { get; private set; }

    /// <summary>The files; null until the report is known.</summary>
    public FileReceiver? Files { get; private set; }

    /// <summary>What already stands against it.</summary>
    public AddMessageOutcome? Refusal { get; private set; }

    /// <summary>Looks the report up, once.</summary>
    public async Task FindAsync(Receipt typed, CancellationToken cancellationToken)
    {
        if (found)
        {
            return;
        }

        found = true;
        receipt = typed;
        Reporter = ReporterKey.From(typed, trust.Instance);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Report = (await ReporterCases.FindAsync(db, Reporter, track: false, cancellationToken)).FirstOrDefault();

        // Without a fitting tag nothing is sealed to the case: to its reporter it looks as if it were not there.
        Case = Report is null ? null : ReporterCases.Vouch(Reporter, Report);
        if (Report is null || Case is null)
        {
            Refusal = new AddMessageOutcome.Unknown();
            return;
        }

        if (Report.State is ReportState.Closed or ReportState.Withdrawn)
        {
            Refusal = new AddMessageOutcome.Ended();
        }
        else if (!budget.TrySpend(Reporter.Lookup))
        {
            Refusal = new AddMessageOutcome.BudgetSpent();
        }
        else
        {
            Files = new FileReceiver(scrubber, blobs, trust.Instance, new ReportId(Report.Id));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Reporter?.Dispose();
        receipt?.Dispose();
        if (Files is not null)
        {
            await Files.DisposeAsync();
        }
    }
}
