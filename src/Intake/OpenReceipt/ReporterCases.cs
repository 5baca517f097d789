using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Sealing;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>
/// The cases of a receipt: the report itself and, when the reporter later wrote something its holder must not read, the
/// protected part that went elsewhere. Both carry the reporter's public key.
/// </summary>
public static class ReporterCases
{
    /// <summary>The report first; empty when the receipt opens nothing.</summary>
    public static async Task<IReadOnlyList<Case>> FindAsync(ReportingDb db, ReporterKey reporter, bool track, CancellationToken cancellationToken)
    {
        var cases = track ? db.Cases.AsTracking() : db.Cases.AsNoTracking();
        if (await cases.FirstOrDefaultAsync(c => c.ReceiptLookup == reporter.Lookup, cancellationToken) is not { } first)
        {
            return [];
        }

        var publicKey = reporter.Public.ToBytes();
        var others = await cases.Where(c => c.ReporterPublicKey == publicKey && c.Id != first.Id).ToListAsync(cancellationToken);
        return [first, .. others.Where(other => Vouched(reporter, other))];
    }

    /// <summary>True when the receipt recognises the case's public key. Threat: see ReporterKey.VouchesFor.</summary>
    public static bool Vouched(ReporterKey reporter, Case report)
        => reporter.VouchesFor(new ReportId(report.Id), PublicKey.FromBytes(report.CasePublicKey), report.CaseTag);
}
