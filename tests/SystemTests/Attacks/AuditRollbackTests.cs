using ReportingService.TestKit;
using ReportingService.TestKit.Running;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: somebody who can do anything to the database makes the audit log tell another story.</summary>
[Collection(AttackedProduct.Together)]
public sealed class AuditRollbackTests(AttackedProduct attacked)
{
    private const string Unguarded = "DROP TRIGGER AuditEntries_no_update; DROP TRIGGER AuditEntries_no_delete; ";
    private const string HeadToTheEnd = "UPDATE AuditHeads SET Seq = (SELECT MAX(Seq) FROM AuditEntries), Hash = (SELECT Hash FROM AuditEntries ORDER BY Seq DESC LIMIT 1)";

    [Fact]
    public async Task Log_ChangedDeletedOrCutShort_IsFoundWithTheAnchorOutside()
    {
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var (_, id) = await attacked.ReportAsync();
        await officer.GoAsync("/reports/" + id.ToString("N"));
        var anchor = attacked.Folder["anchor.txt"];
        var (code, said) = await VerifyAsync(await CopyAsync(""), anchor);
        Assert.True(code == 0, said);

        await officer.GoAsync("/reports/" + id.ToString("N"));
        var whole = await CopyAsync("");
        (code, said) = await VerifyAsync(whole, anchor);
        Assert.True(code == 0 && said.Contains("continues", StringComparison.Ordinal), said);
        var seen = await File.ReadAllTextAsync(anchor);

        // The engine itself refuses, as long as its guard stands.
        await Assert.ThrowsAnyAsync<Microsoft.Data.Sqlite.SqliteException>(() => attacked.Rows.ChangeAsync("DELETE FROM AuditEntries WHERE Seq = 2"));

        Assert.Contains("altered", await BrokenAsync("UPDATE AuditEntries SET Action = 'signed_in' WHERE Seq = 2", anchor, whole), StringComparison.Ordinal);
        Assert.Contains("missing", await BrokenAsync("DELETE FROM AuditEntries WHERE Seq = 2", anchor, whole), StringComparison.Ordinal);
        Assert.Contains("cut_off", await BrokenAsync("DELETE FROM AuditEntries WHERE Seq = (SELECT MAX(Seq) FROM AuditEntries)", anchor, whole), StringComparison.Ordinal);

        // Cut short with the head put right: inside the database nothing shows. The anchor outside has seen more.
        const string CutShort = "DELETE FROM AuditEntries WHERE Seq = (SELECT MAX(Seq) FROM AuditEntries); " + HeadToTheEnd;
        (code, said) = await VerifyAsync(await CopyAsync(Unguarded + CutShort, whole), null);
        Assert.True(code == 0, said);
        Assert.Contains("rolled_back", await BrokenAsync(CutShort, anchor, whole), StringComparison.Ordinal);
        Assert.Equal(seen, await File.ReadAllTextAsync(anchor));
    }

    private async Task<string> BrokenAsync(string meddling, string anchor, string whole)
    {
        var (code, said) = await VerifyAsync(await CopyAsync(Unguarded + meddling, whole), anchor);
        Assert.True(code == 1, said);
        return said;
    }

    /// <summary>A copy of the instance, or of a copy of it, to which nothing is added meanwhile; meddled with.</summary>
    private async Task<string> CopyAsync(string meddling, string? from = null)
    {
        var copy = attacked.Folder[Guid.NewGuid().ToString("N")];
        Directory.CreateDirectory(Path.Combine(copy, "keys"));
        File.Copy(attacked.Folder["data", "keys", "trust.json"], Path.Combine(copy, "keys", "trust.json"));
        await (from is null ? attacked.Rows : new Meddler(from)).ChangeAsync("VACUUM INTO $0", Path.Combine(copy, "reports.db"));
        if (meddling.Length > 0)
        {
            await new Meddler(copy).ChangeAsync(meddling);
        }

        return copy;
    }

    private static async Task<(int Code, string Said)> VerifyAsync(string data, string? anchor)
    {
        using var process = new ChildProcess("dotnet", ["exec", RunningProduct.Program, "audit", "verify", "--data", data, .. anchor is null ? Array.Empty<string>() : ["--anchor", anchor]]);
        var code = await process.WaitAsync(TimeSpan.FromMinutes(1));
        return (code, process.Output);
    }
}
