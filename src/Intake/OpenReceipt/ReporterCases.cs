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
        return [first, .. others.Where(other => Vouch(reporter, other) is not null)];
    }

    /// <summary>Those that something may be sealed to: without a fitting tag a case is to its reporter as if it were not there.</summary>
    public static async Task<IReadOnlyList<Case>> VouchedAsync(ReportingDb db, ReporterKey reporter, CancellationToken cancellationToken)
        => [.. (await FindAsync(db, reporter, track: false, cancellationToken)).Where(part => Vouch(reporter, part) is not null)];

    /// <summary>The case when the receipt recognises its public key, else null. Threat: see <see cref="ReporterKey.Vouch(ReportId, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.</summary>
    public static VouchedCase? Vouch(ReporterKey reporter, Case report)
        => reporter.Vouch(new ReportId(report.Id), report.CasePublicKey, report.CaseTag);
}
