using ReportingService.Data;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Access;

/// <summary>Who is asking, as the database says at this request: a removed account or membership counts at once, not at the next sign-in.</summary>
public sealed class StaffUser
{
    private readonly Dictionary<string, MembershipState> desks;

    internal StaffUser(UnlockedSession session, Account account, Dictionary<string, MembershipState> desks)
    {
        Session = session;
        Role = account.Role;
        Language = account.Language;
        this.desks = desks;
    }

    public UnlockedSession Session { get; }

    public Guid AccountId => Session.AccountId;

    public string UserName => Session.UserName;

    public AccountRole Role { get; }

    public string Language { get; }

    /// <summary>The name in the audit log.</summary>
    public string Actor => AccountId.ToString("N");

    /// <summary>Desks the account can read at.</summary>
    public IReadOnlyList<string> ActiveDesks => [.. desks.Where(desk => desk.Value == MembershipState.Active).Select(desk => desk.Key).Order(StringComparer.Ordinal)];

    /// <summary>Desks the account is assigned to, readable or not.</summary>
    public IReadOnlyList<string> OwnDesks => [.. desks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether the account reads at this desk.</summary>
    public bool IsActiveAt(string? desk) => desk is not null && desks.TryGetValue(desk, out var state) && state == MembershipState.Active;

    /// <summary>Whether the account is assigned to this desk.</summary>
    public bool IsAssignedTo(string? desk) => desk is not null && desks.ContainsKey(desk);
}
