using System.CommandLine;
using ReportingService.Data;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Commands;

/// <summary><c>audit verify</c>: follows the hash chain of the audit log from its first line.</summary>
internal static class VerifyAuditCommand
{
    public static Command Create()
    {
        var anchor = new Option<string?>("--anchor")
        {
            Description = "A file outside this machine's reach that remembers the end of the log: made when missing, compared and moved on when there.",
            HelpName = "FILE",
        };
        var data = DataOption.New();
        var command = new Command("verify", "Check that no line of the audit log was changed, moved or removed.") { anchor, data };
        command.SetAction((parsed, cancellation) => RunAsync(new DataFolder(parsed.GetRequiredValue(data)), parsed.GetValue(anchor), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(DataFolder data, string? anchorFile, CancellationToken cancellation)
    {
        await using var instance = OpenInstance.In(data);
        if (instance is null)
        {
            return 2;
        }

        AuditAnchor? seen = null;
        try
        {
            if (anchorFile is not null)
            {
                // Before the log is read: a mistyped FILE must not look like a broken log, nor an intact one remain unremembered.
                AuditAnchor.Try(anchorFile);
                seen = AuditAnchor.Load(anchorFile);
            }
        }
        catch (FormatException fault)
        {
            return StandardError.Say(fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return NotRemembered(anchorFile, fault);
        }

        await using var db = await instance.ReadAsync(cancellation);

        switch (await AuditVerifier.VerifyAsync(db, seen, cancellation))
        {
            case AuditVerdict.Intact intact:
                Console.WriteLine($"intact: {intact.Lines} lines, head {intact.HeadHash}");
                if (anchorFile is null)
                {
                    Console.WriteLine("A log cut short and rewritten shows another head: keep this one elsewhere, or let --anchor FILE do so.");
                }
                else
                {
                    try
                    {
                        new AuditAnchor(intact.Lines, intact.HeadHash).Save(anchorFile);
                    }
                    catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                    {
                        return NotRemembered(anchorFile, fault);
                    }

                    Console.WriteLine(seen is null ? $"{anchorFile} now remembers this head." : $"It continues what {anchorFile} remembered (line {seen.Seq}), which now remembers this head.");
                }

                return 0;
            case AuditVerdict.Broken broken:
                return StandardError.Say($"BROKEN at line {broken.Seq}: {broken.Reason}{(broken.Reason == "rolled_back" ? $"; {anchorFile} has seen line {seen!.Seq}" : string.Empty)}");
            default:
                throw new InvalidOperationException("Unknown verdict.");
        }
    }

    private static int NotRemembered(string? anchorFile, Exception fault)
        => StandardError.Say($"The end of the log cannot be remembered in {anchorFile}. {fault.Message}", CommandLine.AskedWrongly);
}
