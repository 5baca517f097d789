namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>A copy that left before the reporter named desks.</summary>
/// <param name="Copy">The hand-off.</param>
/// <param name="Units">Whom all later words exclude, as far as they open.</param>
/// <param name="Itself">Whether any of them, told already or not, excludes the very desk that has it.</param>
/// <param name="Unread">Whether some later words no longer open: nobody knows whom they exclude.</param>
public sealed record LateCopy(FinishedHandOff Copy, IReadOnlyList<string> Units, bool Itself, bool Unread)
{
    /// <summary>
    /// Whether somebody above that desk must be called, and not the desk. Threat: a reporter names a station; the helpline calls that station
    /// and says so.
    /// </summary>
    public bool CallAbove => Itself || Unread;
}
