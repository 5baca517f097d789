using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Vocabulary;
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
public sealed class LateCopies(ReportOpener opener, FinishedHandOffs finished, CaseChange changes, Audit audit)
{
    /// <summary>The audit line of a call because of a copy; it says whether the desk that has it was called or somebody above.</summary>
    public const string Told = "copy_desk_told";

    /// <summary>
    /// Those whose desk was told of fewer later words than there are. Threat: the order of later words is sealed nowhere; somebody who writes to
    /// the database changes it so that the new ones seem told, and the helpline calls the very desk they name. All of them are said again.
    /// </summary>
    public static IReadOnlyList<LateCopy> Of(PlainReport plain, IEnumerable<FinishedHandOff> finished)
    {
        var units = plain.Later.SelectMany(words => words.All).Distinct(StringComparer.Ordinal).ToList();
        return [.. finished.Where(one => one.Known < plain.LaterItems).Select(one => new LateCopy(one, units, units.Contains(one.Desk), plain.Later.Count != plain.LaterItems))];
    }

    /// <summary>
    /// A person called whom the page named, and told of so many later words as the page had counted. Answers with the copy as it stood; null
    /// when that much is on record already, or there are not so many, or more have come. Threat: words that nobody was told of count as told,
    /// or a call to the desk that was named stands on record as one to somebody above it.
    /// </summary>
    public async Task<LateCopy?> ToldAsync(StaffUser user, ReportAccess access, Guid item, int known, CancellationToken cancellationToken)
    {
        if (await opener.ReadAsync(user, access, Told, cancellationToken) is not { } plain || known != plain.LaterItems
            || Of(plain, await finished.ReadAsync(access.Report, plain, cancellationToken)).FirstOrDefault(late => late.Copy.Item == item) is not { } late)
        {
            return null;
        }

        return await changes.MakeAsync<LateCopy?>(
            access.Report,
            async (db, row, ct) =>
            {
                if (row.HolderDesk != access.Desk || await plain.IsOvertakenAsync(db, row.Id, ct) || await IsToldAsync(db, row, item, known, ct))
                {
                    return null;
                }

                // Of two presses at once the second looks again, and finds it on record.
                CaseChange.Touch(db, row);
                var line = new HandOffLine(Codes.Of(late.Copy.Ground), late.Copy.Desk, known, item, late.CallAbove);
                await audit.AppendAsync(db, user.Actor, Told, row.AuditId.ToString("N"), line.ToString(), ct);
                return late;
            },
            cancellationToken);
    }

    private static async Task<bool> IsToldAsync(ReportingDb db, Case row, Guid item, int known, CancellationToken cancellationToken)
    {
        var name = row.AuditId.ToString("N");
        var end = $";item={item:N}";
        var told = await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == name && entry.Action == Told && entry.Detail.EndsWith(end)).Select(entry => entry.Detail).ToListAsync(cancellationToken);
        return told.Any(detail => HandOffLine.Read(detail)?.Known >= known);
    }
}
