using System.CommandLine;

namespace ReportingService.Standalone.Commands;

/// <summary>The option that every command on an instance takes.</summary>
internal static class DataOption
{
    /// <summary>The folder a command means when none is named.</summary>
    public const string Usual = "data";

    public static Option<string> New() => new Option<string>("--data")
    {
        Description = "The folder of the instance.",
        DefaultValueFactory = _ => Usual,
        HelpName = "DIR",
    }.TakesFolder();
}
