using System.Text.RegularExpressions;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Data;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>What an account may be.</summary>
public static partial class AccountRules
{
    /// <summary>Whether a user name is well formed.</summary>
    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    /// <summary>
    /// Whether these desks may belong to one account: one body only. Threat: an account in two domains is a bridge over which
    /// a helpline report reaches the police. Operators are of the helpline, officers never; administrators, auditors and rule authors have no desk.
    /// </summary>
    public static bool Fit(AccountRole role, IEnumerable<string> desks, DeskDirectory directory)
    {
        var found = desks.Select(directory.Find).ToList();
        if (found.Any(desk => desk is null || desk.External))
        {
            return false;
        }

        var domains = found.Select(desk => desk!.Domain).Distinct().ToList();
        return role switch
        {
            AccountRole.Administrator or AccountRole.Auditor or AccountRole.RuleAuthor => domains.Count == 0,
            AccountRole.Operator => domains.TrueForAll(domain => domain == KeyDomain.Helpline),
            AccountRole.Officer => domains.Count <= 1 && !domains.Contains(KeyDomain.Helpline),
            _ => domains.Count <= 1,
        };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,58}[a-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
