using System.CommandLine;

namespace ReportingService.Standalone.Commands;

/// <summary>Everything an operator can say to this product. Without a command it runs.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var root = RunCommand.Create();
        root.Add(new Command("keys", "Root, recovery and desk keys.") { MakeRootsCommand.Create(), SignUnitKeysCommand.Create(), ReleaseCommand.Create() });
        root.Add(GrantCommand.Create());
        root.Add(StatusCommand.Create());
        root.Add(new Command("audit", "The log of what staff did.") { VerifyAuditCommand.Create() });
        root.Add(BackupCommand.CreateBackup());
        root.Add(BackupCommand.CreateRestore());
        root.Add(ScrubCommand.Create());
        root.Add(RouteCasesCommand.Create());
        root.Add(HelpCommand.Create(root));
        return root;
    }
}
