using System.CommandLine;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Standalone.Custody;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>keys release</c>: hands reports that waited sealed to a domain's recovery key to their desks, and what was set aside to the body that got the later words.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        var recovery = new Option<string>("--recovery-key") { Description = "recovery-DOMAIN.key of the domain.", Required = true, HelpName = "FILE" };
        var domain = new Option<string>("--domain") { Description = "police, internal, pik or helpline.", Required = true, HelpName = "DOMAIN" };
        domain.AcceptOnlyFromAmong([.. Enum.GetValues<KeyDomain>().Select(Codes.Of)]);
        var data = DataOption.New();
        var command = new Command("release", "Hand over reports that arrived while no desk of their domain had a key, and those set aside from a desk named later.") { recovery, domain, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(recovery), Codes.Parse<KeyDomain>(parsed.GetRequiredValue(domain)), new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string recoveryFile, KeyDomain domain, DataFolder data, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        if (!File.Exists(recoveryFile))
        {
            return StandardError.NoFile(recoveryFile);
        }

        try
        {
            using var recovery = RootKeyFiles.ReadRecovery(recoveryFile, domain, instance.Trust);
            await using var db = await instance.ReadAsync(cancellation);
            var keys = new VerifiedDeskKeys(instance.Trust, new ChainMemory(), instance.Clock);
            var (released, unopened, notReady) = await WaitingRelease.ReleaseAsync(
                db, instance.Writer, instance.Audit, instance.Outbox, recovery, instance.Trust, instance.Desks, keys, CoarseTime.Day(instance.Clock.GetUtcNow()), cancellation);
            Console.WriteLine($"{released} handed over.");
            var passed = await SetAsideRelease.ReleaseAsync(
                db, instance.Writer, instance.Audit, instance.Outbox, recovery, instance.Trust, instance.Desks, keys, cancellation);
            if (passed.Passed > 0)
            {
                Console.WriteLine($"{passed.Passed} that a reporter took from the desk they concern: passed to the body that got the later words.");
            }

            if (passed.Waiting > 0)
            {
                Console.WriteLine($"{passed.Waiting} that a reporter took from the desk they concern wait: the body that got the later words has no valid key or must not get what came before them, or there is not one such body.");
            }

            var altered = unopened + passed.Altered;
            if (altered > 0)
            {
                Console.WriteLine($"{altered} no longer open: somebody changed them in the database. They stay, and it stands in the audit log.");
            }

            foreach (var desk in notReady)
            {
                Console.WriteLine($"{desk}: still without a key; its reports go on waiting.");
            }

            return notReady.Count == 0 && passed.Waiting == 0 && altered == 0 ? 0 : 1;
        }
        catch (Exception fault) when (fault is IOException or FormatException or SealBrokenException or UnauthorizedAccessException)
        {
            return StandardError.Say($"{recoveryFile}: {fault.Message}");
        }
    }
}
