using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.Forms;
using ReportingService.Scrubbing;
using ReportingService.Sealing;

namespace ReportingService.Intake.ReceiveFiles;

/// <summary>
/// Takes the files of one request: scrubs and seals each while its bytes pass, into a blob that exists only once the file is
/// whole and clean. Disposed without <see cref="Keep"/>, it leaves nothing behind.
/// </summary>
public sealed class FileReceiver(MetadataScrubber scrubber, ISealedBlobs blobs, InstanceId instance, ReportId report) : IAsyncDisposable
{
    private readonly List<ReceivedFile> files = [];
    private readonly List<SealedFile> sealedFiles = [];
    private long total;
    private bool kept;

    /// <summary>What became of each file so far.</summary>
    public IReadOnlyList<ReceivedFile> Files => files;

    /// <summary>True when more than the allowed number came.</summary>
    public bool TooMany => files.Count > FormLimits.Files;

    /// <summary>True when one file had too many bytes, or all together. A picture of too many pixels is refused by itself and never costs the report.</summary>
    public bool TooLarge { get; private set; }

    internal IReadOnlyList<SealedFile> Sealed => sealedFiles;

    /// <summary>Takes one file. A part without name and content is a file field that was left empty.</summary>
    public async Task ReceiveAsync(Stream body, bool named, ReporterKey reporter, VouchedCase theCase, CancellationToken cancellationToken)
    {
        await using var counted = new CountingStream(body, Math.Min(FormLimits.File, FormLimits.AllFiles - total));
        var empty = await counted.IsEmptyAsync(cancellationToken);
        if (empty && !named)
        {
            return;
        }

        var index = files.Count + 1;
        if (index > FormLimits.Files)
        {
            files.Add(new ReceivedFile(index, false, FileCodes.TooMany, []));
            return;
        }

        if (empty)
        {
            files.Add(new ReceivedFile(index, false, FileCodes.Empty, []));
            return;
        }

        var item = ReportId.New().Value;
        await using var blob = await blobs.CreateAsync(cancellationToken);
        await using var sealing = new SealingStream(blob, reporter, theCase, new EnvelopeContext(instance, report, item, Purpose.Media));
        var outcome = await ScrubAsync(counted, sealing, cancellationToken);
        total += counted.Count;
        if (counted.Exceeded)
        {
            TooLarge = true;
            files.Add(new ReceivedFile(index, false, counted.Count > FormLimits.File ? FileCodes.TooLarge : FileCodes.TotalTooLarge, []));
            return;
        }

        if (outcome is not ScrubOutcome.Clean clean)
        {
            files.Add(new ReceivedFile(index, false, ((ScrubOutcome.Refused)outcome).Code.Text(), []));
            return;
        }

        await sealing.CompleteAsync(cancellationToken);
        await blob.CommitAsync(cancellationToken);
        var removed = clean.Report.Found.ToDictionary(found => RemovalReport.Text(found.Key), found => found.Value, StringComparer.Ordinal);
        var header = new MediaHeader(clean.Format.MediaType(), clean.Format.Extension(), clean.Length, clean.Sha256, removed);
        sealedFiles.Add(new SealedFile(
            item, blob.Name, ReporterItemSealer.Seal(reporter, theCase, new EnvelopeContext(instance, report, item, Purpose.MediaHeader), header.ToBytes()), sealing.SealedLength,
            header.MediaType, header.Length));
        files.Add(new ReceivedFile(index, true, string.Empty, [.. removed.Select(part => new RemovedPart(part.Key, part.Value))], FileKind.Of(header.MediaType), header.Length));
    }

    /// <summary>The report is stored: the blobs stay.</summary>
    public void Keep() => kept = true;

    /// <summary>The report was not stored after all: nothing stays.</summary>
    public void Drop() => kept = false;

    /// <summary>Deletes what was not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (kept)
        {
            return;
        }

        foreach (var file in sealedFiles)
        {
            try
            {
                await blobs.DeleteAsync(file.BlobName, CancellationToken.None);
            }
            catch (IOException)
            {
                // Left for the sweeper of orphaned blobs: it is sealed to a key that nobody holds.
            }
        }
    }

    private async Task<ScrubOutcome> ScrubAsync(CountingStream input, SealingStream output, CancellationToken cancellationToken)
    {
        try
        {
            return await scrubber.ScrubAsync(input, output, cancellationToken);
        }
        catch (FileTooLargeException)
        {
            return new ScrubOutcome.Refused(RefusalCode.TooLarge, "Too large.");
        }
    }
}
