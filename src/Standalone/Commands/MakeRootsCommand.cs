using System.CommandLine;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>keys make-roots</c>: the keys that everything else hangs on, made before the first start and then taken offline.</summary>
internal static class MakeRootsCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "A new folder for the root and recovery keys. Take it offline afterwards.", Required = true, HelpName = "FOLDER" }.TakesFolder();
        var data = DataOption.New();
        var command = new Command("make-roots", "Make the root and recovery keys of every domain, and let the instance trust them.") { output, data };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(output), new DataFolder(parsed.GetRequiredValue(data))));
        return command;
    }

    private static int Run(string output, DataFolder data)
    {
        if (File.Exists(data.Trust))
        {
            return StandardError.Say($"{data.Path} trusts roots already. New roots would make every report in it unreadable.");
        }

        // Threat: whoever gets the instance, or a backup of its keys, gets the roots with it.
        if (RealPath.Overlap(output, data.Path))
        {
            return StandardError.Say("--out and --data must be two folders, neither inside the other: the root keys leave this machine.");
        }

        if (data.Claim(demo: false) is { } refusal)
        {
            return StandardError.Say(refusal);
        }

        var made = RootKeyFiles.Make(output);
        File.Copy(Path.Combine(output, "trust.json"), data.Trust);
        // The router's identity is the one private key a running process needs; it signs the router's short-lived keys and opens nothing.
        File.Move(Path.Combine(output, "router-identity.key"), Path.Combine(data.RouterKeys, "router-identity.key"));
        Console.WriteLine($"""
            Made in {Path.GetFullPath(output)}:
              root-DOMAIN.key      signs the first key of each desk (keys sign)
              recovery-DOMAIN.key  opens a desk nobody else can open (grant, keys release)
              trust.json           public halves; {data.Path} trusts them now
            Fingerprint of these roots: {KeyFingerprint.Of(made)}
            Each custodian writes these digits on paper and keeps it: with them staff notice roots that were exchanged.
            The keys of police, internal investigations, Police Inspectorate and helpline belong to four different custodians.
            Move each pair to its custodian's offline medium and delete it here.
            """);
        return 0;
    }
}
