using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>What a step found: why it cannot be done, or what to write.</summary>
/// <param name="Apply">Changes the row as it is now; null when nothing is written.</param>
public sealed record RuleFinding(RuleOutcome Outcome, Func<RuleDraft, ReportingDb, CancellationToken, Task>? Apply)
{
    /// <summary>Not done, and why.</summary>
    public static RuleFinding Not(RuleOutcome why) => new(why, null);

    /// <summary>The database holds another text than was shown, though nobody changed the draft: a stale form, and on record.</summary>
    public static RuleFinding NotAsShown { get; } = new(RuleOutcome.Stale, null);

    /// <summary>A change of the draft alone.</summary>
    public static RuleFinding Do(Action<RuleDraft> change) => new(RuleOutcome.Done, (row, _, _) =>
    {
        change(row);
        return Task.CompletedTask;
    });
}

/// <summary>One step with a draft: looked at first (keys are opened there), then written in one transaction with its audit line.</summary>
public sealed class RuleStep(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, TimeProvider time)
{
    /// <summary>
    /// Does it, if the draft is still the one the form was made for. Threat: somebody signs what they have not seen, or writes over what
    /// another window has written.
    /// </summary>
    public async Task<RuleOutcome> TakeAsync(
        StaffUser user, Guid draft, int seen, string action, string detail, Func<RuleDraft, ReportingDb, Task<RuleFinding>> look, CancellationToken cancellationToken)
    {
        RuleFinding finding;
        string looked;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (await db.RuleDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == draft, cancellationToken) is not { } found)
            {
                return RuleOutcome.NotPossible;
            }

            if (found.Version != seen)
            {
                return RuleOutcome.Stale;
            }

            looked = ShownDraft.HashOfWritten(found);
            finding = await look(found, db);
        }

        if (ReferenceEquals(finding, RuleFinding.NotAsShown))
        {
            return await ExchangedAsync(user, draft, action, cancellationToken);
        }

        if (finding.Apply is not { } apply)
        {
            return finding.Outcome;
        }

        try
        {
            var outcome = await writer.WriteAsync<RuleOutcome?>(
                async (db, ct) =>
                {
                    var row = await db.RuleDrafts.SingleAsync(candidate => candidate.Id == draft, ct);
                    if (row.Version != seen)
                    {
                        return RuleOutcome.Stale;
                    }

                    if (ShownDraft.HashOfWritten(row) != looked)
                    {
                        return null;
                    }

                    await apply(row, db, ct);
                    row.ChangedAt = CoarseTime.Minute(time.GetUtcNow());
                    db.Entry(row).State = EntityState.Modified;
                    await audit.AppendAsync(db, user.Actor, action, Subject(draft), detail, ct);
                    return RuleOutcome.Done;
                },
                cancellationToken);
            return outcome ?? await ExchangedAsync(user, draft, action, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return RuleOutcome.Stale;
        }
        catch (Exception fault) when (DatabaseErrors.IsUniqueViolation(fault))
        {
            // Two versions at once: the other was first.
            return RuleOutcome.Behind;
        }
    }

    /// <summary>On record, for the console itself never changes a text without counting it; to the reader it is a stale form.</summary>
    private async Task<RuleOutcome> ExchangedAsync(StaffUser user, Guid draft, string action, CancellationToken cancellationToken)
    {
        await writer.WriteAsync((db, ct) => audit.AppendAsync(db, user.Actor, "rules_not_as_shown", Subject(draft), action, ct), cancellationToken);
        return RuleOutcome.Stale;
    }

    /// <summary>How a draft is named in the audit log.</summary>
    public static string Subject(Guid draft) => "draft:" + draft.ToString("N");
}
