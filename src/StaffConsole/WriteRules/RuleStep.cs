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
        StaffUser user, Guid draft, int seen, string action, Func<RuleDraft, ReportingDb, Task<RuleFinding>> look, CancellationToken cancellationToken)
    {
        RuleFinding finding;
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

            finding = await look(found, db);
        }

        if (finding.Apply is not { } apply)
        {
            return finding.Outcome;
        }

        try
        {
            return await writer.WriteAsync(
                async (db, ct) =>
                {
                    var row = await db.RuleDrafts.SingleAsync(candidate => candidate.Id == draft, ct);
                    if (row.Version != seen)
                    {
                        return RuleOutcome.Stale;
                    }

                    await apply(row, db, ct);
                    row.ChangedAt = CoarseTime.Minute(time.GetUtcNow());
                    db.Entry(row).State = EntityState.Modified;
                    await audit.AppendAsync(db, user.Actor, action, Subject(draft), "", ct);
                    return RuleOutcome.Done;
                },
                cancellationToken);
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

    /// <summary>How a draft is named in the audit log.</summary>
    public static string Subject(Guid draft) => "draft:" + draft.ToString("N");
}
