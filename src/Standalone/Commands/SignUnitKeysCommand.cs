using System.CommandLine;
using ReportingService.Core.Keys;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>keys sign</c>: a custodian signs keys of desks, the first ones and those made anew after one has ended, after comparing fingerprints with the members who made them.</summary>
internal static class SignUnitKeysCommand
{
    public static Command Create()
    {
        var roots = new Option<string>("--roots") { Description = "The folder with root-DOMAIN.key of the domains to sign for.", Required = true, HelpName = "FOLDER" };
        var desk = new Option<string?>("--desk") { Description = "Only this desk.", HelpName = "CODE" };
        var yes = new Option<bool>("--yes") { Description = "Sign without asking. Only where nobody else can reach this machine." };
        var data = DataOption.New();
        var command = new Command("sign", "Sign the keys that wait for a custodian. Ends with 1 when one was refused or not confirmed.") { roots, desk, yes, data };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(roots), parsed.GetValue(desk), parsed.GetValue(yes), new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string roots, string? desk, bool yes, DataFolder data, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        if (!Directory.Exists(roots))
        {
            return StandardError.Say($"There is no folder {roots}.", CommandLine.AskedWrongly);
        }

        var pending = (await instance.Signing.PendingAsync(cancellation)).Where(record => desk is null || record.Desk == desk).ToList();
        var authors = desk is null ? await instance.RuleAuthors.PendingAsync(cancellation) : [];
        if (desk is not null && pending.Count == 0 && instance.Desks.Find(desk) is null)
        {
            return StandardError.Say($"There is no desk {desk}.", CommandLine.AskedWrongly);
        }

        if (pending.Count + authors.Count == 0)
        {
            return StandardError.Say("No key waits for a signature. A desk's first member makes it in the console under Desks, a rule author under Rules.", 0);
        }

        if (!Needed(pending, authors.Count > 0).Any(file => File.Exists(Path.Combine(roots, file))))
        {
            return StandardError.Say($"There is none of these in {roots}: {string.Join(", ", Needed(pending, authors.Count > 0))}.", CommandLine.AskedWrongly);
        }

        try
        {
            return await SignAllAsync(instance, roots, pending, authors, yes, cancellation) ? 0 : 1;
        }
        catch (Exception fault) when (fault is IOException or FormatException or SealBrokenException or UnauthorizedAccessException)
        {
            return StandardError.Say($"{roots}: {fault.Message}");
        }
    }

    /// <summary>The files of the domains whose keys wait; a custodian has one of them as a rule.</summary>
    private static IEnumerable<string> Needed(IEnumerable<UnitKeyRecord> pending, bool authors)
        => pending.Select(record => record.Domain).Concat(authors ? [KeyDomain.Police] : []).Distinct().Order().Select(RootKeyFiles.RootFile);

    private static async Task<bool> SignAllAsync(
        OpenInstance instance, string roots, IReadOnlyList<UnitKeyRecord> pending, IReadOnlyList<(string User, RuleAuthorRecord Record)> authors, bool yes, CancellationToken cancellation)
    {
        var allWell = true;
        foreach (var record in pending)
        {
            var file = Path.Combine(roots, RootKeyFiles.RootFile(record.Domain));
            if (!File.Exists(file))
            {
                Console.WriteLine($"{record.Desk}: left; there is no {Path.GetFileName(file)} in {roots}.");
                continue;
            }

            if (instance.Desks.Find(record.Desk) is not { } known || known.Domain != record.Domain)
            {
                Console.WriteLine($"{record.Desk}: REFUSED; the stored record names another domain than the desk directory. Somebody may have changed the database.");
                allWell = false;
                continue;
            }

            Console.WriteLine($"{record.Desk}: {(record.Epoch == 1 ? "first key" : $"key of epoch {record.Epoch}, in the place of the one before")}, fingerprint {record.Fingerprint}");
            if (!yes && !Confirmed())
            {
                Console.WriteLine($"{record.Desk}: not signed. To sign, run this again and type yes.");
                allWell = false;
                continue;
            }

            using var root = RootKeyFiles.ReadRoot(file, record.Domain, instance.Trust);
            await instance.Signing.SignAsync(root, record, cancellation);
            Console.WriteLine($"{record.Desk}: signed.");
        }

        foreach (var (user, record) in authors)
        {
            allWell &= await SignAuthorAsync(instance, roots, user, record, yes, cancellation);
        }

        return allWell;
    }

    /// <summary>The custodian of the police vouches for who may sign routing rules.</summary>
    private static async Task<bool> SignAuthorAsync(OpenInstance instance, string roots, string user, RuleAuthorRecord record, bool yes, CancellationToken cancellation)
    {
        var file = Path.Combine(roots, RootKeyFiles.RootFile(KeyDomain.Police));
        if (!File.Exists(file))
        {
            Console.WriteLine($"{user}: left; there is no {Path.GetFileName(file)} in {roots}.");
            return true;
        }

        Console.WriteLine($"{user}: signing key of a rule author, fingerprint {record.Fingerprint}");
        if (!yes && !Confirmed())
        {
            Console.WriteLine($"{user}: not signed. To sign, run this again and type yes.");
            return false;
        }

        using var root = RootKeyFiles.ReadRoot(file, KeyDomain.Police, instance.Trust);
        await instance.RuleAuthors.SignAsync(root, record, cancellation);
        Console.WriteLine($"{user}: signed.");
        return true;
    }

    private static bool Confirmed()
    {
        Console.Write("Does the member who made this key read the same digits on their screen? Type yes to sign: ");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }
}
