namespace ReportingService.Data;

/// <summary>The signing key of a rule author. The row is only a claim: whoever uses it checks the custodian's signature.</summary>
public sealed class RuleAuthor
{
    public required Guid AccountId { get; init; }

    public required byte[] SigningPublicKey { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Null while it waits for a custodian of the police.</summary>
    public byte[]? Signature { get; set; }
}
