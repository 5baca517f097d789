namespace ReportingService.Intake.Contacts;

/// <summary>A number to call. <paramref name="Id"/> names its sentence (<c>contact.&lt;id&gt;</c>).</summary>
public sealed record HelpNumber(string Id, string Number)
{
    /// <summary>Digits only, for the dialler.</summary>
    public string Dial => string.Concat(Number.Where(c => char.IsAsciiDigit(c) || c == '+'));
}
