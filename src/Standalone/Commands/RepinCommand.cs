using System.CommandLine;
using ReportingService.Data;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary>
/// <c>keys repin</c>: a custodian lets an instance go by the roots that its trust.json holds now (decision 0016). Every member of staff
/// confirms them by the same digits at their next sign-in; nobody can do that for them.
/// </summary>
internal static class RepinCommand
{
    public static Command Create()
    {
        var fingerprint = new Option<string>("--fingerprint") { Description = "The 40 digits from the custodian's own paper, never from this machine.", Required = true, HelpName = "DIGITS" }.TakesFingerprint();
        var data = DataOption.New();
        var command = new Command("repin", "Go by the roots that trust.json holds now, after comparing their fingerprint.") { fingerprint, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(fingerprint), new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string fingerprint, DataFolder data, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        // Threat: the roots found here are somebody else's. Their digits are not shown, or they would be copied instead of compared.
        if (!instance.Trust.IsFingerprint(fingerprint))
        {
            return StandardError.Say($"{data.Trust} does not hold the roots with these digits. Nothing was changed.");
        }

        await TrustPin.RepinAsync(instance.Writer, instance.Audit, instance.Trust, cancellation);
        Console.WriteLine("The instance goes by these roots from its next start on. Give the same digits to every member of staff, in person: each types them at the next sign-in.");
        return 0;
    }
}
