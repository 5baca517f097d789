using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
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

    /// <summary>The part of the report that the words are for; null when the receipt opens none.</summary>
    public Data.Case? Report { get; private set; }

    /// <summary>The same part as the receipt recognises it: what may be sealed to.</summary>
    public VouchedCase? Case { get; private set; }

    /// <summary>All parts, the first one first: whom the words exclude holds for each of them.</summary>
    public IReadOnlyList<Data.Case> Parts { get; private set; } = [];

    /// <summary>How many bodies can be chosen to read it.</summary>
    public int Readers { get; private set; }

    /// <summary>The body that was chosen to read it; empty: none was.</summary>
    public string Reader { get; private set; } = string.Empty;

    /// <summary>The files; null until the report is known, and where something stands against it.</summary>
    public FileReceiver? Files { get; private set; }

    /// <summary>How many files were not received, for something stands against it.</summary>
    public int FilesLeft { get; private set; }

    /// <summary>What already stands against it.</summary>
    public AddMessageOutcome? Refusal { get; private set; }

    /// <summary>Looks the report up, once. <paramref name="reader"/>: the body that shall read the words; empty: a protected one where there is one.</summary>
    public async Task FindAsync(Receipt typed, string reader, CancellationToken cancellationToken)
    {
        if (found)
        {
            return;
        }

        found = true;
        (receipt, Reader) = (typed, reader);
        Reporter = ReporterKey.From(typed, trust.Instance);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Parts = await ReporterCases.VouchedAsync(db, Reporter, cancellationToken);
        var open = ReportParts.Open(Parts);
        Readers = open.Count;
        Report = reader.Length == 0 ? open.FirstOrDefault() : open.FirstOrDefault(part => Codes.Of(part.Domain) == reader);
        if (Report is null)
        {
            Refusal = Parts.Count == 0 ? new AddMessageOutcome.Unknown() : open.Count == 0 ? new AddMessageOutcome.Ended() : new AddMessageOutcome.NoSuchReader();
            return;
        }

        Case = ReporterCases.Vouch(Reporter, Report);
        if (!budget.TrySpend(Reporter.Lookup))
        {
            Refusal = new AddMessageOutcome.BudgetSpent();
        }
        else
        {
            Files = new FileReceiver(scrubber, blobs, trust.Instance, new ReportId(Report.Id));
        }
    }

    /// <summary>A file was passed over.</summary>
    public void LeaveFile() => FilesLeft++;

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
