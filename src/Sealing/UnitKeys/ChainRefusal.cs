namespace ReportingService.Sealing;

/// <summary>Why a desk's key chain is refused.</summary>
public enum ChainRefusal
{
    /// <summary>The desk has no record yet.</summary>
    NoKey,

    /// <summary>The only record waits for a custodian's signature.</summary>
    Pending,

    /// <summary>The newest record has expired.</summary>
    Expired,

    /// <summary>A record is for another desk.</summary>
    WrongDesk,

    /// <summary>A record is for another domain than the desk's.</summary>
    WrongDomain,

    /// <summary>Epochs do not count 1, 2, 3...: one is missing, repeated or out of order.</summary>
    BrokenChain,

    /// <summary>A signature does not fit: unsigned, substituted key, wrong signer, changed field.</summary>
    BadSignature,

    /// <summary>A key or a time makes no sense: off the curve, created in the future, a lifetime beyond the limit.</summary>
    Malformed,

    /// <summary>This process has seen a later epoch, or another record at this epoch.</summary>
    RolledBack,
}
