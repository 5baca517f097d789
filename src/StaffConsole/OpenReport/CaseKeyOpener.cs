using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.CaseWork;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>
/// The one place where a report's key is opened, and the audit line is durable before it is. Threat: an insider reads and
/// leaves no trace. If the line cannot be written, nothing is opened.
/// </summary>
public sealed class CaseKeyOpener(
    IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, CaseChange changes, Audit audit, DeskKeyOpener keys, Trust trust, TimeProvider time)
{
    /// <summary>Opens the key to read the report on the page. Only when it has opened does the state change: nobody is told "read" of what nobody could read.</summary>
    /// <exception cref="EpochNotGrantedException">The member was not admitted to the key of that time.</exception>
    /// <exception cref="CryptographicException">Row, grant or key were altered.</exception>
    public async Task<CaseKey> OpenToReadAsync(StaffUser user, ReportAccess access, CancellationToken cancellationToken)
    {
        var state = await changes.MakeAsync(
            access.Report,
            async (db, row, ct) =>
            {
                await audit.AppendAsync(db, user.Actor, "report_opened", row.AuditId.ToString("N"), Through(access), ct);
                return row.State;
            },
            cancellationToken);
        var key = await UnwrapAsync(user, access, cancellationToken);
        if (!access.Holds || state is not (ReportState.Routed or ReportState.Answered))
        {
            return key;
        }

        try
        {
            await changes.MakeAsync(access.Report, (_, row, _) => Task.FromResult(MarkRead(row)), cancellationToken);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Opens the key for something else than reading: <paramref name="purpose"/> stands in the audit log.</summary>
    /// <exception cref="CryptographicException">Row, grant or key were altered.</exception>
    public async Task<CaseKey> OpenForAsync(StaffUser user, ReportAccess access, string purpose, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            async (db, ct) =>
            {
                var name = await db.Cases.Where(row => row.Id == access.Report.Value).Select(row => row.AuditId).SingleAsync(ct);
                await audit.AppendAsync(db, user.Actor, "key_opened", name.ToString("N"), $"{Through(access)};for={purpose}", ct);
            },
            cancellationToken);
        return await UnwrapAsync(user, access, cancellationToken);
    }

    /// <summary>Opens the key for a further range of a file whose opening this session has already put on record.</summary>
    /// <exception cref="CryptographicException">Row, grant or key were altered.</exception>
    public Task<CaseKey> OpenAgainAsync(StaffUser user, ReportAccess access, CancellationToken cancellationToken) => UnwrapAsync(user, access, cancellationToken);

    /// <summary>Says in the audit log that something in a report no longer opens.</summary>
    public Task RecordAlteredAsync(StaffUser user, ReportAccess access, string what, CancellationToken cancellationToken)
        => writer.WriteAsync(
            async (db, ct) =>
            {
                var name = await db.Cases.Where(row => row.Id == access.Report.Value).Select(row => row.AuditId).SingleAsync(ct);
                await audit.AppendAsync(db, user.Actor, "altered_found", name.ToString("N"), what, ct);
            },
            cancellationToken);

    private bool MarkRead(Case row)
    {
        if (row.State == ReportState.Routed)
        {
            row.State = ReportState.Opened;
            row.FirstOpenedAt ??= CoarseTime.Minute(time.GetUtcNow());
        }
        else if (row.State == ReportState.Answered)
        {
            // Read now: back to where it stood before the reporter wrote.
            row.State = row.StateOnceRead is ReportState.Accepted or ReportState.Referred ? row.StateOnceRead.Value : ReportState.Opened;
            row.StateOnceRead = null;
        }

        return true;
    }

    private async Task<CaseKey> UnwrapAsync(StaffUser user, ReportAccess access, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from row in db.Cases.AsNoTracking()
            join grant in db.CaseGrants.AsNoTracking() on row.Id equals grant.CaseId
            where row.Id == access.Report.Value && grant.HolderKind == HolderKind.Desk && grant.Holder == access.Desk && grant.Epoch == access.Epoch
            select new { row.CasePublicKey, row.ReporterPublicKey, grant.WrappedKey }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new SealBrokenException();
        using var unit = await keys.OpenAsync(db, access.Desk, access.Epoch, user.Session, cancellationToken) ?? throw new EpochNotGrantedException();
        var binding = new CaseBinding(trust.Instance, access.Report, PublicKey.FromBytes(found.CasePublicKey), PublicKey.FromBytes(found.ReporterPublicKey));
        return unit.OpenCase(binding, found.WrappedKey);
    }

    private static string Through(ReportAccess access) => $"desk={access.Desk};epoch={access.Epoch}";
}
