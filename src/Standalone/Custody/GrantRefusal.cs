using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.MakeAccounts;

namespace ReportingService.Standalone.Custody;

/// <summary>Why an account may not open a desk, whoever asks: what an administrator could not assign, a custodian does not grant.</summary>
internal static class GrantRefusal
{
    /// <summary>
    /// Null when the account may have the desk. Threat: a mistyped name makes the operator of the helpline a member of a station, or gives
    /// an auditor reports to read. Threat: whom an administrator took from a desk comes back through its custodian unseen.
    /// </summary>
    public static async Task<string?> OfAsync(ReportingDb db, Account account, string desk, DeskDirectory desks, CancellationToken cancellation)
    {
        if (account.State != AccountState.Active || account.PublicKey is null)
        {
            return $"The account {account.UserName} is not active.";
        }

        var memberships = await db.Memberships.AsNoTracking().Where(row => row.AccountId == account.Id).ToListAsync(cancellation);
        if (memberships.Exists(row => row.Desk == desk && row.State == MembershipState.Removed))
        {
            return $"An administrator took {account.UserName} from {desk}. If that was not meant, an administrator assigns them to it again under Accounts; then run this again.";
        }

        var held = memberships.Where(row => row.State != MembershipState.Removed).Select(row => row.Desk).ToList();
        if (AccountRules.Fit(account.Role, held.Append(desk), desks))
        {
            return null;
        }

        var bodies = held.Select(desks.Find).Select(found => found is null ? "a unit that was deleted" : Codes.Of(found.Domain)).Distinct().Order(StringComparer.Ordinal).ToList();
        return $"{account.UserName} ({Codes.Of(account.Role)}, {(bodies.Count == 0 ? "no desk" : "desks of " + string.Join(" and ", bodies))}) may not have {desk} ({Codes.Of(desks[desk].Domain)}): an account has desks of one body only, operators those of the helpline, officers never those, administrators, auditors and rule authors none. An administrator makes an account that may.";
    }
}
