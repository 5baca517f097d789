using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Standalone.Custody;

/// <summary>What was decided about a report, as it is sealed to the report itself: a row can be rewritten, this cannot be read or changed without leaving it unopened.</summary>
internal sealed class SealedDecisions
{
    private readonly IReadOnlyList<RoutingDecision> all;
    private readonly HashSet<string> excluded;

    private SealedDecisions(IReadOnlyList<RoutingDecision> all, IEnumerable<LaterExclusion> later)
    {
        this.all = all;
        excluded = all.SelectMany(decision => decision.ExcludedUnits).Concat(later.SelectMany(words => words.All)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The desk named last; null when nothing is decided yet.</summary>
    public string? Named => all.Count == 0 ? null : all[^1].Desk;

    /// <summary>Null when one does not open, so that its exclusions are unknown.</summary>
    public static async Task<SealedDecisions?> ReadAsync(ReportingDb db, Trust trust, CaseKey key, CancellationToken cancellation)
    {
        var report = key.Binding.Case;
        var items = await db.CaseItems.AsNoTracking().Where(item => item.CaseId == report.Value && (item.Kind == CaseItemKind.Decision || item.Kind == CaseItemKind.Exclusion)).OrderBy(item => item.Seq).ToListAsync(cancellation);
        try
        {
            return new SealedDecisions(
                [.. Of(CaseItemKind.Decision, Purpose.Decision).Select(plain => RoutingDecisionFormat.Read(plain))],
                [.. Of(CaseItemKind.Exclusion, Purpose.Exclusion).Select(plain => LaterExclusion.FromBytes(plain))]);
        }
        catch (Exception fault) when (fault is CryptographicException or InvalidDataException or ArgumentException)
        {
            return null;
        }

        IEnumerable<byte[]> Of(CaseItemKind kind, Purpose purpose)
            => items.Where(item => item.Kind == kind).Select(item => ItemOpener.Open(key, new EnvelopeContext(trust.Instance, report, item.Id, purpose), item.Sealed ?? []));
    }

    /// <summary>Whether any decision, or later words of the reporter, ever excluded the desk.</summary>
    public bool Exclude(string code) => excluded.Contains(code);
}
