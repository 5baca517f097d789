namespace ReportingService.Data;

/// <summary>What an account may do. Administrators, auditors and rule authors see no content.</summary>
public enum AccountRole
{
    Officer,
    Operator,
    Supervisor,
    Administrator,
    Auditor,

    /// <summary>Writes and activates routing rules; reads no report.</summary>
    RuleAuthor,
}

/// <summary>Life of an account.</summary>
public enum AccountState
{
    /// <summary>A one-time link was made; no passphrase yet.</summary>
    Invited,
    Active,
    Suspended,
    Removed,
}

/// <summary>A member of staff. The vault holds their private key and TOTP secret, wrapped under the passphrase.</summary>
public sealed class Account
{
    public required Guid Id { get; init; }

    public required string UserName { get; init; }

    public required AccountRole Role { get; set; }

    public AccountState State { get; set; } = AccountState.Invited;

    public byte[]? PublicKey { get; set; }

    public byte[]? SealedVault { get; set; }

    /// <summary>The last accepted TOTP step: none is accepted twice.</summary>
    public long TotpLastStep { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Interface language, as in addresses: <c>sq</c>, <c>sr-Latn</c>, <c>sr-Cyrl</c>, <c>en</c>; empty until its owner has chosen one.</summary>
    public string Language { get; set; } = "";

    /// <summary>Concurrency token, raised by every save.</summary>
    public int Version { get; set; }
}
