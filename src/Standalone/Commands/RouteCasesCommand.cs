using System.CommandLine;
using ReportingService.Core.Routing;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.RouteCases;

namespace ReportingService.Standalone.Commands;

/// <summary><c>route CASES.json</c>: where texts would go and why, without storing anything.</summary>
internal static class RouteCasesCommand
{
    public static Command Create()
    {
        var cases = new Argument<string>("CASES.json") { Description = "An array of cases: id, text, and what the form asks." };
        var explain = new Option<bool>("--explain") { Description = "More about why." };
        var routing = new Option<string>("--routing") { Description = "The folder of routing data.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "routing"), HelpName = "FOLDER" };
        var command = new Command("route", "Label and route texts; one JSON line per case.") { cases, explain, routing };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(cases), parsed.GetValue(explain), parsed.GetRequiredValue(routing)));
        return command;
    }

    private static int Run(string cases, bool explain, string routing)
    {
        if (!File.Exists(cases))
        {
            return StandardError.NoFile(cases);
        }

        using var input = File.OpenRead(cases);
        using var output = Console.OpenStandardOutput();
        try
        {
            return RouteCommand.Load(name => File.OpenRead(Path.Combine(routing, name))).Run(input, output, Console.Error, explain);
        }
        catch (Exception fault) when (fault is InvalidDataException or RuleSetException or LexiconException)
        {
            return StandardError.Say(fault.Message);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return StandardError.Say(fault.Message, CommandLine.AskedWrongly);
        }
    }
}
