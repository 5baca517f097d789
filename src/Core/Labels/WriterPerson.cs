namespace ReportingService.Core.Labels;

/// <summary>Whose story a text tells.</summary>
public enum WriterPerson
{
    /// <summary>The text does not say.</summary>
    Unclear,

    /// <summary>The writer tells what happens to the writer.</summary>
    First,

    /// <summary>The writer tells what happens to others.</summary>
    Third,
}
