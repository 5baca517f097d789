using ReportingService.Core.Keys;

namespace ReportingService.Data;

/// <summary>Life of an epoch of a desk's key.</summary>
public enum UnitKeyState
{
    /// <summary>Made by the first member; waits for the signature of the domain's root.</summary>
    Pending,

    /// <summary>New reports are sealed to it (after its chain verifies).</summary>
    Active,

    /// <summary>A later epoch replaced it; still opens what was sealed to it.</summary>
    Retired,
}

/// <summary>One epoch of a desk's public key with its signature. The row is only a claim: every host verifies the chain to the pinned root.</summary>
public sealed class UnitKey
{
    public required string Desk { get; init; }

    public required KeyDomain Domain { get; init; }

    public required int Epoch { get; init; }

    public required byte[] PublicKey { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required byte[] SigningPublicKey { get; set; }

    /// <summary>Null while pending.</summary>
    public byte[]? Signature { get; set; }

    /// <summary><c>root</c> or <c>epoch:N</c>.</summary>
    public required string SignedBy { get; set; }

    /// <summary>Private half wrapped to the domain's recovery key.</summary>
    public required byte[] RecoveryWrap { get; set; }

    public UnitKeyState State { get; set; } = UnitKeyState.Pending;
}
