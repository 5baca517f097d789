namespace ReportingService.Scrubbing;

/// <summary>One line of a folder run.</summary>
/// <param name="Path">Path relative to the folder.</param>
/// <param name="Number">Which file, from one.</param>
/// <param name="Total">How many files.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record FileScrubResult(string Path, int Number, int Total, ScrubOutcome Outcome)
{
    /// <summary><c>accepted</c> or <c>refused</c>.</summary>
    public string Status => Outcome is ScrubOutcome.Clean ? "accepted" : "refused";

    /// <summary>The refusal code, or empty.</summary>
    public string Code => Outcome is ScrubOutcome.Refused refused ? refused.Code.Text() : string.Empty;

    /// <summary>What was removed, <c>kind=count;...</c>, or empty.</summary>
    public string Removed => Outcome is ScrubOutcome.Clean clean ? clean.Report.ToString() : string.Empty;
}
