namespace ReportingService.StaffConsole.WriteRules;

/// <summary>A unit that a rule tells, as a form holds it; without a unit it is an empty line.</summary>
public sealed class ToldForm
{
    public string? Unit { get; set; }

    /// <summary>Codes; none means always.</summary>
    public List<string> WhenAny { get; set; } = [];
}
