using ReportingService.Web.Problems;

namespace ReportingService.Intake.Forms;

/// <summary>A form and, when it could not be read to its end, why.</summary>
public sealed record PlainFormReading(PlainForm Form, ProblemCode? Problem)
{
    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(PlainFormReading);
}
