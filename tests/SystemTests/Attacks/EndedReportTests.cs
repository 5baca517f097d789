using ReportingService.SystemTests.Secrecy;
using ReportingService.TestKit;

namespace ReportingService.SystemTests.Attacks;

/// <summary>After its end nothing of a report opens: not with any key, not from the files, not from what the database leaves lying about.</summary>
[Collection(AttackedProduct.Together)]
public sealed class EndedReportTests(AttackedProduct attacked)
{
    [Fact]
    public async Task Withdrawn_ThenExpired_NothingOpensAndNothingLies()
    {
        var (receipt, id) = await attacked.ReportAsync(files: [("a.jpg", "image/jpeg", await attacked.PhotoAsync())]);
        var wrapped = await attacked.Rows.ReadAsync<byte[]>("SELECT WrappedKey FROM CaseGrants WHERE CaseId = $0", id);
        var text = await attacked.Rows.ReadAsync<byte[]>("SELECT Sealed FROM CaseItems WHERE CaseId = $0 AND Kind = 'text'", id);
        var blob = await attacked.Rows.ReadAsync<string>("SELECT BlobName FROM CaseItems WHERE CaseId = $0 AND Kind = 'media'", id);
        var auditId = await attacked.Rows.ReadAsync<string>("SELECT AuditId FROM Cases WHERE Id = $0", id);
        await using var stolen = new StolenDatabase(attacked.Product.DataFolder);
        var keys = (await Task.WhenAll(attacked.Product.Accounts().Where(person => person.Desks.Contains("PS_GJILAN")).Select(stolen.KeysOfAsync))).SelectMany(own => own).ToList();

        // The control: before, it opens, and all of it lies where the search looks.
        Assert.Contains(id, await stolen.OpenedByAsync(keys));
        await Wait.UntilAsync(() => Lies(wrapped) && Lies(text), "the search finds what is there");
        Assert.Single(Directory.EnumerateFiles(attacked.Folder["data", "blobs"], blob, SearchOption.AllDirectories));

        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var (withdrawn, _) = await attacked.Citizen.WithdrawAsync(receipt);
        Assert.Equal(200, withdrawn);
        var (_, opened) = await attacked.Citizen.OpenAsync(receipt);
        Assert.Equal("withdrawn", opened.GetProperty("state").GetString());
        Assert.False(opened.GetProperty("canReply").GetBoolean());
        var token = await officer.TokenAsync("/account");
        await officer.AskAsync(HttpMethod.Post, $"/reports/{id:N}/ask", new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["Words"] = "A ishte natë?" });
        Assert.Equal(0, await attacked.Rows.ReadAsync<long>("SELECT COUNT(*) FROM CaseMessages WHERE CaseId = $0", id));

        await attacked.Rows.ChangeAsync("UPDATE Cases SET DeleteAfter = 1 WHERE Id = $0", id);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await attacked.Rows.ReadAsync<long>("SELECT COUNT(*) FROM Cases WHERE Id = $0", id) > 0 || Lies(wrapped) || Lies(text))
        {
            await Task.Delay(200, limit.Token);
        }

        Assert.DoesNotContain(id, await stolen.OpenedByAsync(keys));
        Assert.Empty(Directory.EnumerateFiles(attacked.Folder["data", "blobs"], blob, SearchOption.AllDirectories));
        Assert.Equal(0, await attacked.Rows.ReadAsync<long>(
            "SELECT (SELECT COUNT(*) FROM CaseItems WHERE CaseId = $0) + (SELECT COUNT(*) FROM CaseGrants WHERE CaseId = $0) + (SELECT COUNT(*) FROM Notices WHERE CaseId = $0)", id));
        Assert.Equal(1, await attacked.Rows.ReadAsync<long>("SELECT COUNT(*) FROM DeletionCertificates WHERE AuditId = $0", auditId));
        var (status, body) = await attacked.Citizen.OpenAsync(receipt);
        Assert.Equal(404, status);
        Assert.Equal("receipt_unknown", body.GetProperty("code").GetString());
        Assert.Equal(404, (await officer.AskAsync(HttpMethod.Get, $"/reports/{id:N}")).Status);
    }

    /// <summary>Whether bytes stand anywhere in the database's files, a part long enough to be no chance.</summary>
    private bool Lies(byte[] bytes)
        => Directory.EnumerateFiles(attacked.Product.DataFolder, "reports.db*").Any(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            file.CopyTo(memory);
            return memory.GetBuffer().AsSpan(0, (int)memory.Length).IndexOf(bytes.AsSpan(bytes.Length / 2, 24)) >= 0;
        });
}
