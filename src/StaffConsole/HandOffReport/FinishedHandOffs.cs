using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// The hand-offs of one report that were carried out. That it happened, when and by whom is the line in the audit log; what was given is
/// the note that was sealed with the terms. Nothing is stored for it beside the case.
/// </summary>
public sealed class FinishedHandOffs(IDbContextFactory<ReportingDb> databases)
{
    /// <summary>The audit line of a hand-off that was carried out.</summary>
    public const string Done = "handed_off";

    /// <summary>What that line says; read again by <see cref="ReadAsync"/>.</summary>
    public static string Detail(HandOffTerms terms, PlainReport plain, Guid item) => new HandOffLine(terms.Basis, terms.Desk, plain.LaterItems, item).ToString();

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<FinishedHandOff>> ReadAsync(ReportId report, PlainReport plain, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var name = (await db.Cases.Where(row => row.Id == report.Value).Select(row => row.AuditId).SingleAsync(cancellationToken)).ToString("N");
        var lines = await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == name && (entry.Action == Done || entry.Action == LateCopies.Told)).OrderBy(entry => entry.Seq)
            .ToListAsync(cancellationToken);
        var actors = lines.Select(line => Guid.TryParseExact(line.Actor, "N", out var id) ? id : Guid.Empty).Distinct().ToList();
        var names = await db.Accounts.AsNoTracking().Where(account => actors.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id.ToString("N"), account => account.UserName, cancellationToken);
        var told = lines.Where(line => line.Action == LateCopies.Told).Select(line => HandOffLine.Read(line.Detail)).OfType<HandOffLine>().ToLookup(line => line.Item, line => line.Known);
        return [.. lines.Where(line => line.Action == Done).Select(line => Read(line, names.GetValueOrDefault(line.Actor, "–"), plain, told)).OfType<FinishedHandOff>()];
    }

    /// <summary>Desks that must not have what left earlier.</summary>
    public static IReadOnlyList<string> Withheld(IEnumerable<FinishedHandOff> finished) => [.. finished.SelectMany(one => one.Terms?.Withheld ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>How many copies a desk got.</summary>
    public static int Copies(IReadOnlyList<FinishedHandOff> finished, string? desk) => finished.Count(one => one.Desk == desk);

    /// <summary>How many there are, also those whose line can't be read.</summary>
    public async Task<int> CountAsync(ReportId report, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await CountAsync(db, await db.Cases.Where(row => row.Id == report.Value).Select(row => row.AuditId).SingleAsync(cancellationToken), cancellationToken);
    }

    /// <summary>The same in the caller's transaction.</summary>
    public static Task<int> CountAsync(ReportingDb db, Guid auditId, CancellationToken cancellationToken)
    {
        var name = auditId.ToString("N");
        return db.AuditEntries.CountAsync(entry => entry.Subject == name && entry.Action == Done, cancellationToken);
    }

    /// <summary>
    /// Threat: whoever holds the case's key can seal a note that says less than was given. Its desk and ground must be those of the log;
    /// otherwise the line stands without it.
    /// </summary>
    private static FinishedHandOff? Read(AuditEntry line, string by, PlainReport plain, ILookup<Guid, int> told)
    {
        if (HandOffLine.Read(line.Detail) is not { } copy || !Codes.TryParse<HandOffBasis>(copy.Basis, out var ground))
        {
            return null;
        }

        var terms = plain.Proposals.FirstOrDefault(proposal => proposal.Item == copy.Item).Note?.HandOff;
        return new FinishedHandOff(
            copy.Desk, ground, line.At, by, terms is not null && terms.Desk == copy.Desk && terms.Ground == ground ? terms : null, copy.Item, told[copy.Item].Append(copy.Known).Max());
    }
}
