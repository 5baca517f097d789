namespace ReportingService.StaffConsole.Access;

/// <summary>What the gate found out about a request.</summary>
public static class RequestExtensions
{
    /// <summary>Who is asking.</summary>
    public static StaffUser Staff(this HttpContext context)
        => context.Features.Get<StaffUser>() ?? throw new InvalidOperationException("This route is open to nobody in particular.");

    /// <summary>Who is asking, if anybody is signed in.</summary>
    public static StaffUser? StaffOrNobody(this HttpContext context) => context.Features.Get<StaffUser>();

    /// <summary>The report of the address and why it may be read.</summary>
    public static ReportAccess Report(this HttpContext context)
        => context.Features.Get<ReportAccess>() ?? throw new InvalidOperationException("The matrix names no report for this route.");
}
