using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>How an account's signing key stands.</summary>
public enum RuleKeyState
{
    None,
    Waiting,
    Signed,
}

/// <summary>The signing keys of rule authors: asked for in their sessions, vouched for by a custodian of the police. Needs no HTTP.</summary>
public sealed class RuleAuthorKeys(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, Trust trust, TimeProvider time)
{
    /// <summary>The key of an open session, with the custodian's signature if it has one that holds and fits this account's key.</summary>
    public async Task<(RuleKeyState State, RuleAuthorRecord? Record, string Fingerprint)> OfAsync(UnlockedSession session, CancellationToken cancellationToken)
    {
        var own = session.UseKey(RuleSigning.PublicKeyOf);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.RuleAuthors.AsNoTracking().SingleOrDefaultAsync(author => author.AccountId == session.AccountId, cancellationToken);

        // Threat: another key in the row. What the session derives decides, not what is stored.
        var fits = row is not null && row.SigningPublicKey.AsSpan().SequenceEqual(own.Span);
        var state = !fits ? RuleKeyState.None
            : row!.ToRecord() is var record && record.Holds(trust, time.GetUtcNow()) ? RuleKeyState.Signed
            : record.IsPending && record.ExpiresAt > time.GetUtcNow() ? RuleKeyState.Waiting
            : RuleKeyState.None;
        return (state, state == RuleKeyState.Signed ? row!.ToRecord() : null, KeyFingerprint.Of(own));
    }

    /// <summary>Asks a custodian to vouch for the key of this session.</summary>
    public async Task AskAsync(UnlockedSession session, CancellationToken cancellationToken)
    {
        if ((await OfAsync(session, cancellationToken)).State != RuleKeyState.None)
        {
            return;
        }

        var asked = session.UseKey(key => RuleSigning.Ask(key, session.AccountId, time.GetUtcNow()));
        await writer.WriteAsync(
            async (db, ct) =>
            {
                await db.RuleAuthors.Where(author => author.AccountId == session.AccountId).ExecuteDeleteAsync(ct);
                db.RuleAuthors.Add(asked.ToRow());
                await audit.AppendAsync(db, session.AccountId, "rule_key_asked", session.AccountId, "", ct);
            },
            cancellationToken);
    }

    /// <summary>Keys that wait for a custodian, with the names of their accounts.</summary>
    public async Task<IReadOnlyList<(string UserName, RuleAuthorRecord Record)>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from author in db.RuleAuthors.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on author.AccountId equals account.Id
            where author.Signature == null && account.Role == AccountRole.RuleAuthor && account.State == AccountState.Active
            orderby account.UserName
            select new { account.UserName, Author = author }).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.UserName, row.Author.ToRecord()));
    }

    /// <summary>A custodian vouches for one of them, after comparing its fingerprint with its owner.</summary>
    public async Task SignAsync(RootSigner root, RuleAuthorRecord pending, CancellationToken cancellationToken)
    {
        var signed = root.Sign(pending, time.GetUtcNow());
        await writer.WriteAsync(
            async (db, ct) =>
            {
                // Exactly the key that was compared: not what somebody put into the row meanwhile.
                await db.RuleAuthors.Where(author => author.AccountId == signed.AccountId).ExecuteDeleteAsync(ct);
                db.RuleAuthors.Add(signed.ToRow());
                await audit.AppendAsync(db, "custodian", "rule_key_signed", signed.AccountId.ToString("N"), "", ct);
            },
            cancellationToken);
    }
}
