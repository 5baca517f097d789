using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
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
        var yes = new Option<bool>("--yes") { Description = "Grant without asking, also where a living member could admit them." };
        var data = DataOption.New();
        var command = new Command("grant", "Admit a member to a desk that no living member can open.") { user, desk, recovery, fingerprint, yes, data };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(user), parsed.GetRequiredValue(desk), parsed.GetRequiredValue(recovery), parsed.GetValue(fingerprint), parsed.GetValue(yes), new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string user, string desk, string recoveryFile, string? fingerprint, bool yes, DataFolder data, CancellationToken cancellation)
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
            var readers = await ReadersAsync(db, user, desk, cancellation);
            var refusal = await DeskGranting.GrantAsync(
                db, instance.Writer, instance.Audit, recovery, instance.Trust, instance.Desks, user, desk, found => Disagrees(user, desk, found, fingerprint, readers, yes), instance.Clock.GetUtcNow(), cancellation);
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

    /// <summary>Members who open the newest key of the desk, and so could admit somebody themselves.</summary>
    private static async Task<IReadOnlyList<string>> ReadersAsync(ReportingDb db, string user, string desk, CancellationToken cancellation)
        => await db.Accounts.Where(account => account.UserName != user && account.State == AccountState.Active
                && db.Memberships.Any(membership => membership.AccountId == account.Id && membership.Desk == desk && membership.State == MembershipState.Active)
                && db.UnitKeyGrants.Any(grant => grant.AccountId == account.Id && grant.Desk == desk && grant.Epoch == db.UnitKeys.Where(key => key.Desk == desk).Max(key => key.Epoch)))
            .Select(account => account.UserName).Order().ToListAsync(cancellation);

    /// <summary>
    /// Null when the custodian agrees. Threat: a key that somebody put into the database gets every report of the desk; what was granted
    /// cannot be taken back, so it is asked before. Where a member can admit, the recovery key need not have left its safe.
    /// </summary>
    private static string? Disagrees(string user, string desk, string found, string? fingerprint, IReadOnlyList<string> readers, bool yes)
    {
        Console.WriteLine($"{user}: fingerprint {found}");
        if (fingerprint is not null && !string.Equals(Digits(fingerprint), Digits(found), StringComparison.OrdinalIgnoreCase))
        {
            return $"Nothing was granted: the key of {user} in the database is not the one compared. Ask what they read on their screen under Account.";
        }

        if (readers.Count > 0)
        {
            Console.WriteLine($"{desk} can be opened by {string.Join(", ", readers)}, who can admit {user} in the console under Desks. Then no recovery key is needed.");
        }

        if (yes || (fingerprint is not null && readers.Count == 0))
        {
            return null;
        }

        Console.Write(fingerprint is null ? "Does the member read the same under Account on their screen? Type yes to grant: " : "Type yes to grant all the same: ");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase) ? null : "Nothing was granted. To grant, run this again and type yes.";
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
