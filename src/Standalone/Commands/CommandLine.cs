using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;

namespace ReportingService.Standalone.Commands;

/// <summary>Everything an operator can say to this product. Without a command it runs.</summary>
internal static class CommandLine
{
    /// <summary>What was asked for wrongly, in no place or with an option that does not exist.</summary>
    public const int AskedWrongly = 2;

    /// <summary>A mistyped command ends with 2, never with the 1 that monitors take for an outage.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (Arguments.Empty(parsed) is { } empty)
        {
            return StandardError.Say(empty, AskedWrongly);
        }

        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Action is ParseErrorAction ? AskedWrongly : code;
        }
        catch (OperationCanceledException)
        {
            return StandardError.Say("Ended before it was done.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // What was named is not there or may not be used; the message says what.
            return StandardError.Say(fault.Message, AskedWrongly);
        }
        catch (Exception fault)
        {
            return StandardError.Say(IsOutside(fault) ? fault.Message : $"A fault of this program: {fault}");
        }
    }

    /// <summary>Files, media and databases that do not do what they should. Anything else is a fault of this program and shows where it is.</summary>
    private static bool IsOutside(Exception fault)
        => fault is IOException or InvalidDataException or RuleSetException or OptionsValidationException or DbException || fault.InnerException is DbException;

    private static RootCommand Create()
    {
        var root = RunCommand.Create();
        root.Add(Family(root, "keys", "Root, recovery and desk keys.", MakeRootsCommand.Create(), SignUnitKeysCommand.Create(), ReleaseCommand.Create(), RepinCommand.Create()));
        root.Add(GrantCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(Family(root, "audit", "The log of what staff did.", VerifyAuditCommand.Create()));
        root.Add(BackupCommand.CreateBackup());
        root.Add(BackupCommand.CreateRestore());
        root.Add(ScrubCommand.Create());
        root.Add(RouteCasesCommand.Create());
        root.Add(HelpCommand.Create(root));
        return root;
    }

    /// <summary>Named alone, a family of commands shows what it has; nothing was done.</summary>
    private static Command Family(RootCommand root, string name, string description, params ReadOnlySpan<Command> members)
    {
        var family = new Command(name, description);
        foreach (var member in members)
        {
            family.Add(member);
        }

        family.SetAction(_ =>
        {
            root.Parse([name, "--help"]).Invoke();
            return AskedWrongly;
        });
        return family;
    }
}
