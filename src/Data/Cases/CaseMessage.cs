namespace ReportingService.Data;

/// <summary>One message between unit and reporter, sealed to the case and to the reporter.</summary>
public sealed class CaseMessage
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required bool FromUnit { get; init; }

    public required byte[] Sealed { get; init; }

    /// <summary>The day, without a time.</summary>
    public required DateOnly Day { get; set; }

    /// <summary>Order inside the case; unique there.</summary>
    public required int Seq { get; init; }
}
