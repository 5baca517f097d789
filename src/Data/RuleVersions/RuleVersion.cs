namespace ReportingService.Data;

/// <summary>
/// A version of the routing rules that was activated, with everybody who stands behind it. The row is only a claim: every host that
/// routes checks it before use (<see cref="RulesInForce"/>). Rows are only ever added.
/// </summary>
public sealed class RuleVersion
{
    /// <summary>From 1; 0 is the file of the routing folder.</summary>
    public required int Number { get; init; }

    /// <summary>The rules as written, UTF-8 JSON.</summary>
    public required byte[] Content { get; init; }

    /// <summary>What its author says it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The version whose text it brings back; null for a new one.</summary>
    public int? Restores { get; init; }

    /// <summary>The author's record with the custodian's signature, as it was then.</summary>
    public required byte[] Author { get; init; }

    public required byte[] AuthorSignature { get; init; }

    public required byte[] Activator { get; init; }

    public required byte[] ActivatorSignature { get; init; }

    public required DateTimeOffset ActivatedAt { get; init; }

    public int? PikEpoch { get; init; }

    public byte[]? PikSignature { get; init; }

    public int? HelplineEpoch { get; init; }

    public byte[]? HelplineSignature { get; init; }
}
