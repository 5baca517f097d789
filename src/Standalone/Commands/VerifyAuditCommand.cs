using System.CommandLine;
using ReportingService.Data;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>audit verify</c>: follows the hash chain of the audit log from its first line.</summary>
internal static class VerifyAuditCommand
{
    public static Command Create()
    {
        var data = DataOption.New();
        var command = new Command("verify", "Check that no line of the audit log was changed, moved or removed.") { data };
        command.SetAction((parsed, cancellation) => RunAsync(new DataFolder(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DataFolder data, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        await using var db = await instance.ReadAsync(cancellation);
        switch (await AuditVerifier.VerifyAsync(db, cancellation))
        {
            case AuditVerdict.Intact intact:
                Console.WriteLine($"intact: {intact.Lines} lines, head {intact.HeadHash}");
                Console.WriteLine("Keep the head outside this machine: a log cut short and rewritten from there shows another one.");
                return 0;
            case AuditVerdict.Broken broken:
                return StandardError.Say($"BROKEN at line {broken.Seq}: {broken.Reason}");
            default:
                throw new InvalidOperationException("Unknown verdict.");
        }
    }
}
