namespace ReportingService.StaffConsole.ReferReport;

/// <summary>That a report was given to a body outside: to whom, on what ground, on which day. Codes; sealed with the note that holds the words.</summary>
public sealed record PlainReferral(string Body, string Basis, DateOnly Day)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(PlainReferral);
}
