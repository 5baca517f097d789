using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Standalone.Custody;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>grant</c>: a custodian opens a desk for a member when no living member can.</summary>
internal static class GrantCommand
{
    public static Command Create()
    {
        var user = new Option<string>("--user") { Description = "The account to admit.", Required = true, HelpName = "U" };
        var desk = new Option<string>("--desk") { Description = "The desk to open.", Required = true, HelpName = "CODE" };
        var recovery = new Option<string>("--recovery-key") { Description = "recovery-DOMAIN.key of the desk's domain.", Required = true, HelpName = "FILE" };
        var fingerprint = new Option<string?>("--fingerprint") { Description = "What the member reads on their screen under Account; another key is refused.", HelpName = "DIGITS" }.TakesFingerprint();
        var data = DataOption.New();
        var command = new Command("grant", "Admit a member to a desk that no living member can open.") { user, desk, recovery, fingerprint, data };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(user), parsed.GetRequiredValue(desk), parsed.GetRequiredValue(recovery), parsed.GetValue(fingerprint), new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string user, string desk, string recoveryFile, string? fingerprint, DataFolder data, CancellationToken cancellation)
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
            if (instance.Desks.Find(desk) is not { } known)
            {
                return StandardError.Say($"There is no desk {desk}.", CommandLine.AskedWrongly);
            }

            await using var db = await instance.ReadAsync(cancellation);
            if (!await db.Accounts.AnyAsync(account => account.UserName == user, cancellation))
            {
                return StandardError.Say($"There is no account {user}.", CommandLine.AskedWrongly);
            }

            using var recovery = RootKeyFiles.ReadRecovery(recoveryFile, known.Domain, instance.Trust);
            var refusal = await DeskGranting.GrantAsync(
                db, instance.Writer, instance.Audit, recovery, instance.Trust, instance.Desks, user, desk, found => Agrees(user, found, fingerprint), instance.Clock.GetUtcNow(), cancellation);
            if (refusal is not null)
            {
                return StandardError.Say(refusal);
            }
        }
        catch (Exception fault) when (fault is IOException or FormatException or SealBrokenException or UnauthorizedAccessException)
        {
            return StandardError.Say($"{recoveryFile}: {fault.Message}");
        }

        Console.WriteLine($"{user} can open {desk} from the next sign-in on.");
        return 0;
    }

    private static bool Agrees(string user, string found, string? fingerprint)
    {
        Console.WriteLine($"{user}: fingerprint {found}");
        if (fingerprint is not null)
        {
            return string.Equals(Digits(fingerprint), Digits(found), StringComparison.OrdinalIgnoreCase);
        }

        if (Console.IsInputRedirected)
        {
            Console.WriteLine("Compare it with what the member reads under Account; if it differs, start the desk's next key at once. --fingerprint DIGITS compares before.");
            return true;
        }

        Console.Write("Does the member read the same under Account on their screen? Type yes to grant: ");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
