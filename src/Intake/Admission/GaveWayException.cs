namespace ReportingService.Intake.Admission;

/// <summary>The upload lost its place to somebody who waited. Carries nothing.</summary>
internal sealed class GaveWayException : IOException
{
    public GaveWayException()
        : base("The upload gave way.")
    {
    }
}
