using System.CommandLine;

namespace ReportingService.Standalone.Commands;

/// <summary><c>help</c> says the same as <c>--help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var command = new Command("help", "Show this page.");
        command.SetAction((_, cancellation) => root.Parse(["--help"]).InvokeAsync(cancellationToken: cancellation));
        return command;
    }
}
