using System.Text.Json;
using ReportingService.Standalone.Demo;

namespace ReportingService.Standalone.Running;

/// <summary>What an operator reads once both sites answer.</summary>
internal static class Announcement
{
    public static void Print(DataFolder data, bool demo, Uri citizen, Uri staff)
    {
        Console.WriteLine();
        Console.WriteLine($"Citizen site   {citizen}");
        Console.WriteLine($"Staff console  {staff}");
        Console.WriteLine($"Data           {data.Path}");
        if (demo)
        {
            PrintAccounts(data);
        }
        else if (File.Exists(data.AdministratorLink))
        {
            Console.WriteLine($"\nThe first administrator's link is in {data.AdministratorLink}. It works once, for 30 minutes; start again for another.");
        }
    }

    private static void PrintAccounts(DataFolder data)
    {
        if (!File.Exists(data.DemoAccounts))
        {
            Console.WriteLine("\nThis demonstration was restored from a backup, which holds no passphrases: the original's accounts go on.");
            return;
        }

        var accounts = JsonSerializer.Deserialize<List<DemoAccount>>(File.ReadAllText(data.DemoAccounts), JsonSerializerOptions.Web)!;
        Console.WriteLine($"\nDemonstration accounts (also in {data.DemoAccounts}). One-time codes come from the secret by any authenticator app.");
        Console.WriteLine($"{"user",-24} {"passphrase",-24} {"one-time secret",-34} desks");
        foreach (var account in accounts)
        {
            var desks = account.Desks.Count > 4 ? string.Join(' ', account.Desks.Take(3)) + $" and {account.Desks.Count - 3} more" : string.Join(' ', account.Desks);
            Console.WriteLine($"{account.User,-24} {account.Passphrase,-24} {account.TotpSecret,-34} {desks}");
        }
    }
}
