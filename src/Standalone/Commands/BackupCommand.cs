using System.CommandLine;
using Microsoft.Data.Sqlite;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>backup</c> and <c>restore</c>: the sealed part and the keys go to different places, because together they are the instance.</summary>
internal static class BackupCommand
{
    public static Command CreateBackup()
    {
        var output = new Option<string>("--out") { Description = "A new folder for the database and the sealed files.", Required = true, HelpName = "FOLDER" }.TakesFolder();
        var keys = new Option<string>("--keys-out") { Description = "A new folder for the running keys, kept apart from --out.", Required = true, HelpName = "FOLDER" }.TakesFolder();
        var data = DataOption.New();
        var command = new Command("backup", "Copy an instance while it runs.") { output, keys, data };
        command.SetAction(parsed => Backup(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(output), parsed.GetRequiredValue(keys)));
        return command;
    }

    public static Command CreateRestore()
    {
        var from = new Option<string>("--from") { Description = "The folder a backup wrote as --out.", Required = true, HelpName = "FOLDER" }.TakesFolder();
        var keys = new Option<string>("--keys-from") { Description = "The folder a backup wrote as --keys-out.", Required = true, HelpName = "FOLDER" }.TakesFolder();
        var data = DataOption.New();
        var command = new Command("restore", "Make an instance from a backup, in a folder that holds none.") { from, keys, data };
        command.SetAction(parsed => Restore(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetRequiredValue(from), parsed.GetRequiredValue(keys)));
        return command;
    }

    private static int Backup(DataFolder data, string output, string keys)
    {
        if (!data.Exists)
        {
            return StandardError.Say($"There is no instance in {data.Path}. Name its folder with --data DIR.", 2);
        }

        if (new[] { output, keys }.Where(Path.Exists).Select(Path.GetFullPath).Distinct().ToList() is { Count: > 0 } there)
        {
            return StandardError.Say($"{string.Join(" and ", there)} {(there.Count == 1 ? "exists" : "exist")} already. A backup goes into two new folders, so that nothing is written over.");
        }

        if (new[] { output, keys }.FirstOrDefault(folder => RealPath.IsIn(folder, data.Path)) is { } within)
        {
            return StandardError.Say($"{Path.GetFullPath(within)} lies in the instance {data.Path}. A backup goes elsewhere: there it would be lost with the instance, and be copied by every later one.");
        }

        if (RealPath.Overlap(output, keys))
        {
            return StandardError.Say("--out and --keys-out must be two folders, neither inside the other: what lies in both opens reports.");
        }

        var copy = new DataFolder(output);
        DataFolder.MakePrivate(copy.Path);
        DataFolder.MakePrivate(Path.GetFullPath(keys));
        DataFolder.WritePrivate(copy.Database, string.Empty);
        // The database first: every sealed file that its rows name exists by then. Files added later are harmless extras.
        using (var source = new SqliteConnection($"Data Source={data.Database};Mode=ReadOnly"))
        using (var target = new SqliteConnection($"Data Source={copy.Database};Pooling=False"))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target);
        }

        CopyFolder(data.Blobs, copy.Blobs);
        CopyFolder(data.In("keys"), Path.GetFullPath(keys));
        DataFolder.WritePrivate(copy.In(data.IsDemo ? "demo-instance" : "instance"), string.Empty);
        BackupSeal.Close(copy.Path, Path.GetFullPath(keys));
        Console.WriteLine($"Database and sealed files: {copy.Path}\nRunning keys: {Path.GetFullPath(keys)}\nKeep them apart: reports that wait for routing open with both.");
        return 0;
    }

    private static int Restore(DataFolder data, string from, string keys)
    {
        var source = new DataFolder(from);
        if (!source.Exists || !File.Exists(Path.Combine(keys, "trust.json")))
        {
            return StandardError.Say($"{from} and {keys} are not a backup of this product.", 2);
        }

        if (new[] { from, keys }.FirstOrDefault(folder => RealPath.IsIn(data.Path, folder)) is { } within)
        {
            return StandardError.Say($"{data.Path} lies in the backup {Path.GetFullPath(within)}, which would not be whole any more. Restore into a new folder elsewhere.");
        }

        if (BackupSeal.WrongWith(from, keys) is { } wrong)
        {
            return StandardError.Say(wrong, 2);
        }

        if (Directory.Exists(data.Path) && Directory.EnumerateFileSystemEntries(data.Path).Any())
        {
            return StandardError.Say($"{data.Path} is not empty. Restore into a new folder.");
        }

        if (data.Claim(source.IsDemo) is { } refusal)
        {
            return StandardError.Say(refusal);
        }

        data.BeginRestore();
        DataFolder.CopyPrivate(source.Database, data.Database);
        CopyFolder(source.Blobs, data.Blobs);
        CopyFolder(keys, data.In("keys"));

        // The keys are copied after the database, so this memory may know an epoch that the restored database does not hold; it
        // would refuse that desk for ever, as if somebody had rolled the database back. The operator just did, on purpose.
        File.Delete(data.SeenKeys);
        File.Delete(data.RulesInForce);
        data.EndRestore();
        Console.WriteLine($"""
            Restored into {data.Path}. Start it with --data {data.Path}{(source.IsDemo ? " --demo" : string.Empty)}
            {Path.GetFileName(data.SeenKeys)} was left out: the memory of key epochs seen, which refuses a database that was rolled back, starts anew from what is restored here.
            If a desk's key was changed after this backup because it was compromised, have it made anew and signed before the desk works.
            """);
        return 0;
    }

    private static void CopyFolder(string from, string to)
    {
        DataFolder.MakePrivate(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            // A file that is still being written is named .partial; it belongs to no report yet.
            if (file.EndsWith(".partial", StringComparison.Ordinal) || BackupSeal.Is(file))
            {
                continue;
            }

            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            DataFolder.MakePrivate(Path.GetDirectoryName(target)!);
            DataFolder.CopyPrivate(file, target);
        }
    }
}
