using System.CommandLine;

namespace ReportingService.Standalone.Commands;

/// <summary>The option that every command on an instance takes.</summary>
internal static class DataOption
{
    public static Option<string> New() => new("--data")
    {
        Description = "The folder of the instance.",
        DefaultValueFactory = _ => "data",
        HelpName = "DIR",
    };
}
