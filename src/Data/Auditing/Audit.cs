using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>Appends to the audit log in the caller's transaction: what is not logged did not happen, and the reverse.</summary>
public sealed class Audit(TimeProvider clock)
{
    /// <summary>
    /// Appends one line. Subject is the audit id of a report (never its id), an account id or a desk code; detail holds codes only.
    /// Nothing a reporter does is ever appended.
    /// </summary>
    public async Task AppendAsync(ReportingDb db, string actor, string action, string subject, string detail, CancellationToken cancellationToken)
    {
        AuditText.RequireCodes(actor);
        AuditText.RequireCodes(action);
        AuditText.RequireCodes(subject);
        AuditText.RequireCodes(detail);

        // Locks the head until commit on engines with many writers: the chain never forks.
        await db.AuditHeads.Where(h => h.Id == 1).ExecuteUpdateAsync(h => h.SetProperty(x => x.Seq, x => x.Seq), cancellationToken);
        var tracked = db.AuditHeads.Local.FirstOrDefault();
        if (tracked is null)
        {
            tracked = await db.AuditHeads.SingleAsync(h => h.Id == 1, cancellationToken);
        }

        var at = CoarseTime.Second(clock.GetUtcNow());
        var hash = AuditHash.Of(tracked.Seq + 1, at, actor, action, subject, detail, tracked.Hash);
        db.AuditEntries.Add(new AuditEntry
        {
            Seq = tracked.Seq + 1,
            At = at,
            Actor = actor,
            Action = action,
            Subject = subject,
            Detail = detail,
            PreviousHash = tracked.Hash,
            Hash = hash,
        });
        tracked.Seq++;
        tracked.Hash = hash;
    }

    /// <inheritdoc cref="AppendAsync(ReportingDb, string, string, string, string, CancellationToken)"/>
    public Task AppendAsync(ReportingDb db, Guid actor, string action, string subject, string detail, CancellationToken cancellationToken)
        => AppendAsync(db, actor.ToString("N"), action, subject, detail, cancellationToken);

    /// <inheritdoc cref="AppendAsync(ReportingDb, string, string, string, string, CancellationToken)"/>
    public Task AppendAsync(ReportingDb db, Guid actor, string action, Guid subject, string detail, CancellationToken cancellationToken)
        => AppendAsync(db, actor.ToString("N"), action, subject.ToString("N"), detail, cancellationToken);
}
