namespace ReportingService.Sealing;

/// <summary>What came of checking a desk's key chain.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict()
    {
    }

    /// <summary>The desk has a current key.</summary>
    public sealed record Current(VerifiedUnitKey Key) : ChainVerdict;

    /// <summary>Nothing may be wrapped to this desk. Every reason but <see cref="ChainRefusal.NoKey"/>, <see cref="ChainRefusal.Pending"/> and <see cref="ChainRefusal.Expired"/> means that somebody meddled: audit it.</summary>
    public sealed record Refused(ChainRefusal Reason) : ChainVerdict;
}
