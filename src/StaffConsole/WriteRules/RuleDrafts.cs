using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Drafts of the rules: begun, written, given up. Nothing here changes how anything is routed.</summary>
public sealed class RuleDrafts(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, RuleStep step, WrittenDrafts written, RulesInForce rules, RoutingData routing, TimeProvider time)
{
    /// <summary>Most characters of a purpose.</summary>
    public const int LongestPurpose = 200;

    /// <summary>The draft of an address; null when there is none.</summary>
    public async Task<RuleDraft?> FindAsync(string draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return Guid.TryParseExact(draft, "N", out var id) ? await db.RuleDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
    }

    /// <summary>A draft that begins with the text in force, or with that of an earlier version (0 is the folder's file). Null when there is no such version.</summary>
    public async Task<Guid?> BeginAsync(StaffUser user, int? restores, CancellationToken cancellationToken)
    {
        await rules.LookAsync(cancellationToken);
        if (await TextAsync(restores ?? rules.Number, cancellationToken) is not { } text)
        {
            return null;
        }

        var id = Guid.NewGuid();
        await writer.WriteAsync(
            async (db, ct) =>
            {
                var begun = new RuleDraft
                {
                    Id = id,
                    AuthorId = user.AccountId,
                    Content = text,
                    Follows = rules.Number,
                    Restores = restores,
                    ChangedAt = CoarseTime.Minute(time.GetUtcNow()),
                };
                db.RuleDrafts.Add(begun);
                written.Remember(begun);
                await audit.AppendAsync(db, user.Actor, "rules_begun", RuleStep.Subject(id), restores is { } number ? $"restores={number}" : "", ct);
            },
            cancellationToken);
        return id;
    }

    /// <summary>A version's text; null when there is none of that number.</summary>
    public async Task<byte[]?> TextAsync(int number, CancellationToken cancellationToken)
    {
        if (number == rules.Number || number == 0)
        {
            return number == 0 ? routing.FirstRulesText : rules.Last.Content;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.RuleVersions.AsNoTracking().Where(version => version.Number == number).Select(version => version.Content).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Keeps the whole text as its author sent it, faulty or not: nothing typed is lost, and a faulty text cannot be proposed.
    /// A null <paramref name="purpose"/> leaves it as it is.
    /// </summary>
    public Task<RuleOutcome> SaveAsync(StaffUser user, Guid draft, int seen, string content, string? purpose, CancellationToken cancellationToken)
        => WriteAsync(user, draft, seen, _ => Write(Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\n")), purpose), cancellationToken);

    /// <summary>
    /// Keeps a text of which a form changed one part. Threat: the database exchanges another part before, and the author saves it as his
    /// own without having seen it: what is not as he last saved it is refused first, and then is his to look at. <paramref name="change"/>
    /// is made in the very text that was looked at; null when that text cannot be changed so.
    /// </summary>
    public Task<RuleOutcome> SavePartAsync(StaffUser user, Guid draft, int seen, Func<byte[], byte[]?> change, string? purpose, CancellationToken cancellationToken)
        => WriteAsync(
            user, draft, seen,
            row => !written.IsAsWritten(row) ? RuleFinding.NotAsShown : change(row.Content) is { } content ? Write(content, purpose) : RuleFinding.Not(RuleOutcome.NotPossible),
            cancellationToken);

    /// <summary>Back to writing: every signature is forgotten, for they were given to another text.</summary>
    public Task<RuleOutcome> TakeBackAsync(StaffUser user, Guid draft, int seen, CancellationToken cancellationToken)
        => OwnAsync(user, draft, seen, "rules_taken_back", [RuleDraftState.Proposed], Unsign, cancellationToken);

    /// <summary>From a proposal to a draft that is being written.</summary>
    internal static void Unsign(RuleDraft row)
    {
        row.State = RuleDraftState.Writing;
        row.AuthorSignature = null;
        (row.PikEpoch, row.PikSignature, row.PikBy) = (null, null, null);
        (row.HelplineEpoch, row.HelplineSignature, row.HelplineBy) = (null, null, null);
    }

    /// <summary>Given up.</summary>
    public Task<RuleOutcome> DropAsync(StaffUser user, Guid draft, int seen, CancellationToken cancellationToken)
        => OwnAsync(user, draft, seen, "rules_dropped", [RuleDraftState.Writing, RuleDraftState.Proposed], row => row.State = RuleDraftState.Dropped, cancellationToken);

    private Task<RuleOutcome> WriteAsync(StaffUser user, Guid draft, int seen, Func<RuleDraft, RuleFinding> look, CancellationToken cancellationToken)
        => step.TakeAsync(
            user, draft, seen, "rules_written", "",
            (row, _) => Task.FromResult(row.AuthorId == user.AccountId && row.State == RuleDraftState.Writing ? look(row) : RuleFinding.Not(RuleOutcome.NotPossible)),
            cancellationToken);

    private RuleFinding Write(byte[] content, string? purpose)
        => RuleReading.IsTooLong(content) ? RuleFinding.Not(RuleOutcome.TooLarge) : RuleFinding.Do(row =>
        {
            (row.Content, row.Purpose, row.Follows) = (content, purpose is null ? row.Purpose : Shortened(purpose), rules.Number);
            written.Remember(row);
        });

    private static string Shortened(string purpose) => VisibleText.Of(purpose).Trim() is var seen && seen.Length > LongestPurpose ? seen[..LongestPurpose] : seen;

    private Task<RuleOutcome> OwnAsync(StaffUser user, Guid draft, int seen, string action, RuleDraftState[] from, Action<RuleDraft> change, CancellationToken cancellationToken)
        => step.TakeAsync(
            user, draft, seen, action, "",
            (row, _) => Task.FromResult(row.AuthorId == user.AccountId && from.Contains(row.State) ? RuleFinding.Do(change) : RuleFinding.Not(RuleOutcome.NotPossible)),
            cancellationToken);
}
