using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// Copies that know nothing of what the reporter wrote later: each has a key of its own, and nobody at the helpline can add to it. Threat: the
/// desk that has one passes it to the desk that the reporter has named meanwhile, and believes that it may. A person must call it; or, where it
/// is itself the desk that was named, somebody above it.
/// </summary>
public sealed class LateCopies(CaseChange changes, Audit audit)
{
    /// <summary>The audit line of a call because of a copy; it says whether the desk that has it was called or somebody above.</summary>
    public const string Told = "copy_desk_told";

    /// <summary>Those whose desk was told of fewer later words than there are.</summary>
    public static IReadOnlyList<LateCopy> Of(PlainReport plain, IEnumerable<FinishedHandOff> finished)
        => [.. finished.Where(one => one.Known < plain.LaterItems).Select(one => new LateCopy(
            one, Named(plain, one.Known), Named(plain, one.KnownThen).Contains(one.Desk), plain.Later.Count != plain.LaterItems))];

    /// <summary>
    /// A person called the desk, or somebody <paramref name="above"/> it, and told of so many later words as the page had counted. False when
    /// there is no such copy, or there are not so many. Threat: a count of words that nobody has written yet hides them when they come.
    /// </summary>
    public Task<bool> ToldAsync(StaffUser user, ReportAccess access, Guid item, int known, bool above, CancellationToken cancellationToken)
        => changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                var name = row.AuditId.ToString("N");
                var end = $";item={item:N}";
                if (row.HolderDesk != access.Desk
                    || await db.AuditEntries.AsNoTracking().FirstOrDefaultAsync(entry => entry.Subject == name && entry.Action == FinishedHandOffs.Done && entry.Detail.EndsWith(end), ct) is not { } line
                    || HandOffLine.Read(line.Detail) is not { } copy
                    || known < copy.Known || known > await db.CaseItems.CountAsync(later => later.CaseId == row.Id && later.Kind == CaseItemKind.Exclusion, ct))
                {
                    return false;
                }

                await audit.AppendAsync(db, user.Actor, Told, name, (copy with { Known = known, Above = above }).ToString(), ct);
                return true;
            },
            cancellationToken);

    private static IReadOnlyList<string> Named(PlainReport plain, int known) => [.. LaterThan(plain, known).SelectMany(words => words.All).Distinct(StringComparer.Ordinal)];

    // Where one of them no longer opens, nobody can say which came first.
    private static IEnumerable<Core.Routing.LaterExclusion> LaterThan(PlainReport plain, int known)
        => plain.Later.Count == plain.LaterItems ? plain.Later.Skip(known) : plain.Later;
}
