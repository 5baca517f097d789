using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>
/// Copies that know nothing of what the reporter wrote later: each has a key of its own, and nobody at the helpline can add to it. Threat: the
/// desk that has one passes it to the desk that the reporter has named meanwhile, and believes that it may. A person must call it.
/// </summary>
public sealed class LateCopies(CaseChange changes, Audit audit)
{
    /// <summary>The audit line of a call to the desk that has a copy.</summary>
    public const string Told = "copy_desk_told";

    /// <summary>Those whose desk was told of fewer later words than there are.</summary>
    public static IReadOnlyList<LateCopy> Of(PlainReport plain, IEnumerable<FinishedHandOff> finished)
        => [.. finished.Where(one => one.Known < plain.LaterItems).Select(one => new LateCopy(one, [.. LaterThan(plain, one.Known).SelectMany(words => words.All).Distinct(StringComparer.Ordinal)]))];

    /// <summary>A person called the desk, and told it of so many later words as the page had counted. False when there is no such copy.</summary>
    public Task<bool> ToldAsync(StaffUser user, ReportAccess access, Guid item, int known, CancellationToken cancellationToken)
        => changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                var name = row.AuditId.ToString("N");
                var end = $";item={item:N}";
                if (row.HolderDesk != access.Desk
                    || await db.AuditEntries.AsNoTracking().FirstOrDefaultAsync(entry => entry.Subject == name && entry.Action == FinishedHandOffs.Done && entry.Detail.EndsWith(end), ct) is not { } line
                    || HandOffLine.Read(line.Detail) is not { } copy)
                {
                    return false;
                }

                await audit.AppendAsync(db, user.Actor, Told, name, (copy with { Known = known }).ToString(), ct);
                return true;
            },
            cancellationToken);

    // Where one of them no longer opens, nobody can say which came first.
    private static IEnumerable<Core.Routing.LaterExclusion> LaterThan(PlainReport plain, int known)
        => plain.Later.Count == plain.LaterItems ? plain.Later.Skip(known) : plain.Later;
}
