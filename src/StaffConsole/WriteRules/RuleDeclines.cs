using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// A no to a proposal, with a reason of a fixed list: the audit log keeps it, and its author reads there who said it. The draft goes back
/// to being written, and every signature is forgotten.
/// </summary>
public sealed class RuleDeclines(IDbContextFactory<ReportingDb> databases, RuleSignatures signatures, RuleStep step)
{
    private const string Declined = "rules_declined";

    /// <summary>Each has its sentence: <c>staff.rules.decline.{reason}</c>.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["wrong_desk", "too_much", "unclear", "too_early", "talk"];

    /// <summary>Whether somebody may say no: who could sign instead. Threat: a body that the change does not touch sends it back again and again.</summary>
    public static bool MayDecline(StaffUser user, RuleDraft draft, RuleReading reading)
        => draft.State == RuleDraftState.Proposed && draft.AuthorId != user.AccountId
            && (user.Role == AccountRole.RuleAuthor || (RuleSignatures.BodyOf(user) is { } body && reading.Bodies.Contains(body)));

    /// <summary>Says no.</summary>
    public Task<RuleOutcome> DeclineAsync(StaffUser user, Guid draft, int seen, string why, CancellationToken cancellationToken)
        => step.TakeAsync(
            user, draft, seen, Declined, "reason=" + why,
            (row, _) => Task.FromResult(Reasons.Contains(why) && MayDecline(user, row, signatures.Read(row)) ? RuleFinding.Do(RuleDrafts.Unsign) : RuleFinding.Not(RuleOutcome.NotPossible)),
            cancellationToken);

    /// <summary>Who said no to the draft as it was last proposed, and why; null when nobody did.</summary>
    public async Task<(string By, string Why)?> LastAsync(Guid draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var subject = RuleStep.Subject(draft);
        var last = await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == subject && (entry.Action == Declined || entry.Action == "rules_proposed"))
            .OrderByDescending(entry => entry.Seq).FirstOrDefaultAsync(cancellationToken);
        if (last?.Action != Declined || last.Detail.Split('=') is not [_, var why] || !Reasons.Contains(why) || !Guid.TryParseExact(last.Actor, "N", out var actor))
        {
            return null;
        }

        return (await db.Accounts.Where(account => account.Id == actor).Select(account => account.UserName).SingleOrDefaultAsync(cancellationToken) ?? "–", why);
    }
}
