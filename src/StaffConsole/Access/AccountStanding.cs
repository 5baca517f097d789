using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Access;

/// <summary>
/// What the rows of an account are worth. Threat: somebody who can write to the database gives an open session another role, exchanges
/// an account's public key, or adds a membership. Role and key are those of the unlocked vault; a membership counts when the session
/// opens a key of the desk that follows from the pinned root.
/// </summary>
public sealed class AccountStanding(IDatabaseWriter writer, Audit audit, ConsoleSessions sessions, RoutingData routing, Trust trust, TimeProvider time)
{
    /// <summary>Reads the account of a session; null when it may no longer be used.</summary>
    public async Task<StaffUser?> OfAsync(UnlockedSession session, ReportingDb db, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking()
            .FirstOrDefaultAsync(candidate => candidate.Id == session.AccountId && candidate.State == AccountState.Active, cancellationToken);
        if (account is null)
        {
            return null;
        }

        if ((account.Role != session.Role ? "role" : session.IsOwnKey(account.PublicKey) ? null : "public_key") is { } altered)
        {
            sessions.EndAllOf(account.Id);
            await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "console", "account_refused", account.Id.ToString("N"), "altered=" + altered, ct), CancellationToken.None);
            return null;
        }

        var desks = await db.Memberships.AsNoTracking()
            .Where(membership => membership.AccountId == session.AccountId && membership.State != MembershipState.Removed)
            .ToDictionaryAsync(membership => membership.Desk, membership => membership.State, StringComparer.Ordinal, cancellationToken);
        foreach (var desk in await UnprovenAsync(session, desks, db, cancellationToken))
        {
            desks[desk] = MembershipState.Waiting;
        }

        return new StaffUser(session, account, desks);
    }

    private async Task<List<string>> UnprovenAsync(UnlockedSession session, Dictionary<string, MembershipState> desks, ReportingDb db, CancellationToken cancellationToken)
    {
        var claimed = desks.Where(desk => desk.Value == MembershipState.Active && session.Opened(desk.Key) != true).Select(desk => desk.Key).ToList();
        if (claimed.Count == 0 || session.Locked)
        {
            return claimed;
        }

        var keys = (await db.UnitKeys.AsNoTracking().Where(key => claimed.Contains(key.Desk)).ToListAsync(cancellationToken)).ToLookup(key => key.Desk);
        var grants = (await db.UnitKeyGrants.AsNoTracking().Where(grant => grant.AccountId == session.AccountId && claimed.Contains(grant.Desk)).ToListAsync(cancellationToken))
            .ToLookup(grant => grant.Desk);
        List<string> unproven = [];
        foreach (var desk in claimed)
        {
            var opened = Opens(session, desk, [.. keys[desk].OrderBy(key => key.Epoch).Select(key => key.ToRecord())], grants[desk]);
            if (session.Remember(desk, opened) && !opened)
            {
                await writer.WriteAsync((write, ct) => audit.AppendAsync(write, "console", "membership_refused", desk, session.AccountId.ToString("N"), ct), CancellationToken.None);
            }

            if (!opened)
            {
                unproven.Add(desk);
            }
        }

        return unproven;
    }

    private bool Opens(UnlockedSession session, string desk, List<UnitKeyRecord> chain, IEnumerable<UnitKeyGrant> grants)
    {
        if (routing.Desks.Find(desk) is not { } entry)
        {
            return false;
        }

        foreach (var grant in grants)
        {
            var upTo = chain.Where(record => record.Epoch <= grant.Epoch).ToList();
            if (upTo.Count == 0 || upTo[^1].Epoch != grant.Epoch || !Follows(entry, upTo))
            {
                continue;
            }

            try
            {
                using var key = session.UseKey(own => UnitKeyOpener.Open(own, session.AccountId, upTo[^1], trust.Instance, grant.Wrapped));
                return true;
            }
            catch (CryptographicException)
            {
                // Made for another account, or with another key.
            }
        }

        return false;
    }

    /// <summary>A first key that waits for its custodian opens nothing yet, and its maker must see the desk. A later one that waits proves nothing.</summary>
    private bool Follows(Desk desk, List<UnitKeyRecord> chain)
        => chain[^1].IsPending
            ? chain.Count == 1
            : UnitKeyChain.Verify(desk.Code, desk.Domain, chain, trust, new ChainMemory(), time.GetUtcNow()) is ChainVerdict.Current or ChainVerdict.Refused { Reason: ChainRefusal.Expired };
}
