using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>Finds a file of a report the caller may read, and decrypts it while it is read.</summary>
public sealed class ReportFile(IDbContextFactory<ReportingDb> databases, ISealedBlobs blobs, CaseKeyOpener opener, Trust trust)
{
    /// <summary>Opens the report's key, on record.</summary>
    public CaseKeyOpener Opener => opener;

    /// <summary>The row of a file; null when this report has no such file.</summary>
    public async Task<CaseItem?> FindAsync(string item, ReportAccess access, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(item, "N", out var id))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.CaseItems.AsNoTracking().SingleOrDefaultAsync(
            row => row.Id == id && row.CaseId == access.Report.Value && row.Kind == CaseItemKind.Media && row.BlobName != null, cancellationToken);
    }

    /// <summary>The header and the bytes, seekable, decrypted chunk by chunk.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Header or file were altered.</exception>
    public async Task<(MediaHeader Header, OpeningStream Plain)> OpenAsync(CaseKey key, CaseItem row, CancellationToken cancellationToken)
    {
        var report = key.Binding.Case;
        var header = MediaHeader.FromBytes(ItemOpener.Open(key, new EnvelopeContext(trust.Instance, report, row.Id, Purpose.MediaHeader), row.SealedHeader ?? []));
        var plain = await OpeningStream.OpenAsync(
            await blobs.OpenReadAsync(row.BlobName!, cancellationToken), key, new EnvelopeContext(trust.Instance, report, row.Id, Purpose.Media), cancellationToken);
        return (header, plain);
    }
}
