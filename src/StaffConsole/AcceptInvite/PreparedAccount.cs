using ReportingService.Data;
using ReportingService.Opening;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>An account with its keys, not stored yet. The open account in <paramref name="Keys"/> is the caller's to dispose.</summary>
public sealed record PreparedAccount(Guid Id, string UserName, AccountRole Role, NewAccount Keys, DateTimeOffset CreatedAt)
{
    /// <summary>A fresh row: a unit of work may run more than once.</summary>
    public Account Row() => new()
    {
        Id = Id,
        UserName = UserName,
        Role = Role,
        State = AccountState.Active,
        CreatedAt = CreatedAt,
        PublicKey = Keys.PublicKey.ToBytes(),
        SealedVault = Keys.SealedVault,
    };

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PreparedAccount);
}
