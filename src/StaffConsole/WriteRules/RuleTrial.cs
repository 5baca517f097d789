using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>A report of the desk that other rules would have sent elsewhere or ranked differently.</summary>
public sealed record TriedReport(Guid Report, DryRunChange Change);

/// <summary>What came of trying rules on a desk's own reports. Numbers of reports and desks; nothing of what they say.</summary>
/// <param name="Looked">How many were looked at.</param>
/// <param name="Altered">How many did not open.</param>
/// <param name="More">How many open reports there are beyond <see cref="RuleTrial.Most"/>.</param>
public sealed record TriedRules(int Looked, int Altered, int More, IReadOnlyList<TriedReport> Changes);

/// <summary>
/// Tries proposed rules on the open reports that a member's desks hold. Only their labels are opened, in the member's session, each on
/// the audit log like any opening; nothing is stored and no report moves.
/// </summary>
public sealed class RuleTrial(IDbContextFactory<ReportingDb> databases, CaseKeyOpener opener, RoutingData routing, Trust trust)
{
    /// <summary>Of more reports than this, the newest are tried.</summary>
    public const int Most = 200;

    /// <summary>Tries.</summary>
    public async Task<TriedRules> TryAsync(StaffUser user, RuleSet proposed, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var desks = user.ActiveDesks;
        var open = db.Cases.AsNoTracking().Where(row => row.HolderDesk != null && desks.Contains(row.HolderDesk) && row.State != ReportState.Closed && row.State != ReportState.Withdrawn);
        var all = await open.CountAsync(cancellationToken);
        var ids = await open.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(Most).Select(row => row.Id).ToListAsync(cancellationToken);
        var labels = new List<(Guid Report, ReportLabels Labels)>();
        var altered = 0;
        foreach (var id in ids)
        {
            // The one decision about a report and an account stands here too: who stepped aside does not open it.
            if (await ReportAccess.OfAsync(db, user, new ReportId(id), cancellationToken) is not { } access)
            {
                continue;
            }

            if (await LabelsAsync(db, user, access, cancellationToken) is { } read)
            {
                labels.Add((id, read));
            }
            else
            {
                altered++;
            }
        }

        var changes = DryRun.Compare(routing.Rules, proposed, routing.Desks, labels.Select(pair => pair.Labels));
        return new TriedRules(labels.Count, altered, Math.Max(0, all - Most), [.. changes.Select(change => new TriedReport(labels[change.Index].Report, change))]);
    }

    private async Task<ReportLabels?> LabelsAsync(ReportingDb db, StaffUser user, ReportAccess access, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, "rules_tried", cancellationToken);
            var item = await db.CaseItems.AsNoTracking().Where(row => row.CaseId == access.Report.Value && row.Kind == CaseItemKind.Labels).OrderBy(row => row.Seq)
                .Select(row => new { row.Id, row.Sealed }).FirstOrDefaultAsync(cancellationToken);
            if (item?.Sealed is null)
            {
                return null;
            }

            var plain = ItemOpener.Open(key, new EnvelopeContext(trust.Instance, access.Report, item.Id, Purpose.Labels), item.Sealed);
            try
            {
                return ReportLabels.FromBytes(plain);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        }
        catch (Exception fault) when (fault is CryptographicException or InvalidDataException)
        {
            return null;
        }
    }
}
