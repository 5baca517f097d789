using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>The reader's desks: their keys, their members, who waits.</summary>
public sealed class DesksModel(IDbContextFactory<ReportingDb> databases, RoutingData routing, VerifiedDeskKeys keys, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<DeskView> Desks { get; private set; } = [];

    public string OwnFingerprint => HttpContext.Staff().Session.UseKey(key => KeyFingerprint.Of(key.Public));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var former = await FormerMembers.AtAsync(db, user.OwnDesks, cancellationToken);
        List<DeskView> views = [];
        foreach (var desk in user.OwnDesks)
        {
            var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
            var verdict = routing.Desks.Find(desk) is { } entry ? await keys.CurrentAsync(db, desk, entry.Domain, cancellationToken) : null;
            var members = await (
                from membership in db.Memberships.AsNoTracking()
                join account in db.Accounts.AsNoTracking() on membership.AccountId equals account.Id
                where membership.Desk == desk && membership.State != MembershipState.Removed
                orderby account.UserName
                select new DeskMember(account.Id, account.UserName, account.State, membership.State, account.PublicKey)).ToListAsync(cancellationToken);
            views.Add(new DeskView(desk, user.IsActiveAt(desk), chain.LastOrDefault(), verdict, members)
            {
                NeedsRenewal = former.Contains(desk),
                End = chain.LastOrDefault(record => !record.IsPending) is { } signed ? KeyEnd.Of(desk, signed.ExpiresAt, time.GetUtcNow()) : null,
            });
        }

        Desks = views;
    }
}

/// <summary>One desk of the reader.</summary>
public sealed record DeskView(string Desk, bool Active, UnitKeyRecord? Newest, ChainVerdict? Verdict, IReadOnlyList<DeskMember> Members)
{
    /// <summary>The end of the newest signed key, when it is near or past.</summary>
    public KeyEnd? End { get; init; }

    /// <summary>Whether somebody who has left has had its newest key.</summary>
    public bool NeedsRenewal { get; init; }

    /// <summary>Whether only a new key helps: the newest is signed and has ended.</summary>
    public bool Ended => Verdict is ChainVerdict.Refused { Reason: ChainRefusal.Expired } && !Pending;

    /// <summary>Whether the newest key waits for a custodian.</summary>
    public bool Pending => Newest is { IsPending: true };

    /// <summary>Whether somebody has something to do here: make a key, have it signed, renew it, admit, be admitted, find out who meddled.</summary>
    public bool NeedsSomething => Newest is null || End is not null || NeedsRenewal || Pending || Refused || !Active || Members.Any(member => member is { State: MembershipState.Waiting, Account: AccountState.Active });

    /// <summary>Whether the chain was meddled with, as opposed to not being there yet.</summary>
    public bool Refused => Verdict is ChainVerdict.Refused { Reason: not (ChainRefusal.NoKey or ChainRefusal.Pending or ChainRefusal.Expired) };
}

/// <summary>A member of a desk.</summary>
public sealed record DeskMember(Guid Id, string UserName, AccountState Account, MembershipState State, byte[]? PublicKey)
{
    /// <summary>Digits to compare with them.</summary>
    public string? Fingerprint
    {
        get
        {
            try
            {
                return PublicKey is null ? null : KeyFingerprint.Of(Sealing.PublicKey.FromBytes(PublicKey));
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return null;
            }
        }
    }
}
