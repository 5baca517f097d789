namespace ReportingService.Data;

/// <summary>Life of a draft of the rules.</summary>
public enum RuleDraftState
{
    /// <summary>Its author writes.</summary>
    Writing,

    /// <summary>Signed by its author; its text is fixed and others look at it.</summary>
    Proposed,

    /// <summary>A version was made of it.</summary>
    Activated,

    /// <summary>Given up by its author.</summary>
    Dropped,
}

/// <summary>Rules that somebody writes or proposes. Nothing routes by them.</summary>
public sealed class RuleDraft
{
    public required Guid Id { get; init; }

    public required Guid AuthorId { get; init; }

    public RuleDraftState State { get; set; } = RuleDraftState.Writing;

    /// <summary>The text, whether or not it passes the checks.</summary>
    public required byte[] Content { get; set; }

    /// <summary>What it is for.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The number of the version that was in force when its text was begun or proposed.</summary>
    public required int Follows { get; set; }

    /// <summary>See <see cref="RuleVersion.Restores"/>.</summary>
    public int? Restores { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public byte[]? AuthorSignature { get; set; }

    public int? PikEpoch { get; set; }

    public byte[]? PikSignature { get; set; }

    public Guid? PikBy { get; set; }

    public int? HelplineEpoch { get; set; }

    public byte[]? HelplineSignature { get; set; }

    public Guid? HelplineBy { get; set; }

    /// <summary>Raised by every change; a form carries the one it was made for.</summary>
    public int Version { get; set; }
}
