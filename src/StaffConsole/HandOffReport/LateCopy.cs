namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>A copy that left before the reporter named desks.</summary>
/// <param name="Copy">The hand-off.</param>
/// <param name="Units">Whom the words that came later exclude; empty when they no longer open.</param>
public sealed record LateCopy(FinishedHandOff Copy, IReadOnlyList<string> Units);
