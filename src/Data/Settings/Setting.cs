namespace ReportingService.Data;

/// <summary>A named value of the installation, such as its instance id or its mode.</summary>
public sealed class Setting
{
    public required string Name { get; init; }

    public required string Value { get; set; }
}
