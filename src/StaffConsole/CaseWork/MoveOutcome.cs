namespace ReportingService.StaffConsole.CaseWork;

/// <summary>What came of moving a report.</summary>
/// <param name="Desk">Where it is now.</param>
/// <param name="Why">Why it was not moved, as a code of the texts.</param>
public sealed record MoveOutcome(string? Desk, string? Why)
{
    /// <summary>No desk of the domain may and can have it.</summary>
    public static readonly MoveOutcome Nowhere = new(null, "nowhere");

    /// <summary>Its key or its decision does not open.</summary>
    public static readonly MoveOutcome Altered = new(null, "altered");

    /// <summary>Somebody else moved or ended it meanwhile.</summary>
    public static readonly MoveOutcome NoLongerHere = new(null, "elsewhere");

    /// <summary>The reporter named somebody in the same moment: it is looked at again, nobody is told this.</summary>
    public static readonly MoveOutcome Overtaken = new(null, "overtaken");

    /// <summary>It is there.</summary>
    public static MoveOutcome Moved(string desk) => new(desk, null);
}
