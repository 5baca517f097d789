using ReportingService.Core.Keys;

namespace ReportingService.Data;

/// <summary>Whose key a case key is wrapped to.</summary>
public enum HolderKind
{
    /// <summary>A desk's unit key of one epoch.</summary>
    Desk,

    /// <summary>The recovery key of a domain: the report waits there until a desk can read.</summary>
    Recovery,

    /// <summary>
    /// As <see cref="Desk"/>, taken out of the desk's reach because the reporter named it later. No session opens it; a custodian of the
    /// domain can pass it to the Inspectorate.
    /// </summary>
    SetAside,
}

/// <summary>A case key wrapped to one holder. Routing is: which of these rows exist.</summary>
public sealed class CaseGrant
{
    public required Guid CaseId { get; init; }

    public required HolderKind HolderKind { get; init; }

    /// <summary>The desk's code; for recovery the code of the domain.</summary>
    public required string Holder { get; init; }

    /// <summary>Epoch of the desk's key; 0 for recovery.</summary>
    public required int Epoch { get; init; }

    public required KeyDomain Domain { get; init; }

    public required byte[] WrappedKey { get; set; }
}
