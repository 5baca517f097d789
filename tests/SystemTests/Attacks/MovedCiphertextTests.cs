using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using ReportingService.TestKit;

namespace ReportingService.SystemTests.Attacks;

/// <summary>Threat: sealed bytes are moved to another row or file, cut or reordered, so that a reader is shown what was not written there.</summary>
[Collection(AttackedProduct.Together)]
public sealed class MovedCiphertextTests(AttackedProduct attacked)
{
    private const int SealedChunk = (64 * 1024) + 16;

    [Theory]
    [InlineData("text", "text", false)]
    [InlineData("labels", "text", true)]
    public async Task Items_Swapped_AreNamedAsAlteredAndTheRestIsRead(string kind, string other, bool sameCase)
    {
        var first = await attacked.ReportAsync(files: [("a.jpg", "image/jpeg", await attacked.PhotoAsync())]);
        var second = sameCase ? first : await attacked.ReportAsync();
        var bytes = await attacked.Rows.ReadAsync<byte[]>("SELECT Sealed FROM CaseItems WHERE CaseId = $0 AND Kind = $1", second.Id, other);
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        await officer.GoAsync(Report(first.Id));
        Assert.Contains(AttackedProduct.Theft, officer.Page.Body!.TextContent, StringComparison.Ordinal);
        await attacked.Rows.WhileAsync("CaseItems", "CaseId = $0 AND Kind = $1", [first.Id, kind], "Sealed", bytes, async () =>
        {
            var audited = await attacked.Rows.AuditedAsync("altered_found", "items=1");
            await officer.GoAsync(Report(first.Id));
            Assert.Equal(HttpStatusCode.OK, officer.Status);
            Assert.Contains(Sentence("staff.report.somealtered").Replace("{count}", "1", StringComparison.Ordinal), officer.Page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Equal(kind != "text", officer.Page.Body.TextContent.Contains(AttackedProduct.Theft, StringComparison.Ordinal));
            Assert.Single(officer.Page.QuerySelectorAll("img[src*='/files/']"));
            Assert.Equal(audited + 1, await attacked.Rows.AuditedAsync("altered_found", "items=1"));
        });
    }

    [Fact]
    public async Task Messages_Swapped_AreShownToNobodyAndBothSidesAreTold()
    {
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var first = await attacked.ReportAsync();
        var second = await attacked.ReportAsync();
        foreach (var (report, words) in new[] { (first.Id, "Kur ndodhi kjo?"), (first.Id, "Kishte dëshmitarë?"), (second.Id, "Çfarë ngjyre ishte?") })
        {
            await officer.GoAsync(Report(report) + "/ask");
            await officer.SubmitAsync("/ask", ("Words", words));
        }

        var foreign = await attacked.Rows.ReadAsync<byte[]>("SELECT Sealed FROM CaseMessages WHERE CaseId = $0", second.Id);
        Assert.DoesNotContain(Citizen("answer.altered")[10..60], await AnswerPageAsync(first.Receipt), StringComparison.Ordinal);
        await attacked.Rows.WhileAsync("CaseMessages", "CaseId = $0 AND Seq = 1", [first.Id], "Sealed", foreign, async () =>
        {
            var page = await AnswerPageAsync(first.Receipt);
            Assert.Contains(Citizen("answer.altered").Replace("{count}", "1", StringComparison.Ordinal), page, StringComparison.Ordinal);
            Assert.Contains("Kishte dëshmitarë?", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Çfarë ngjyre", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Kur ndodhi", page, StringComparison.Ordinal);
            var (_, opened) = await attacked.Citizen.OpenAsync(first.Receipt);
            Assert.Equal(1, opened.GetProperty("altered").GetInt32());
            Assert.Equal("Kishte dëshmitarë?", Assert.Single(opened.GetProperty("messages").EnumerateArray()).GetProperty("text").GetString());

            await officer.GoAsync(Report(first.Id));
            Assert.Contains(Sentence("staff.altered"), officer.Page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Kishte dëshmitarë?", officer.Page.Body.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Çfarë ngjyre", officer.Page.Body.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Files_CutReorderedOrReplaced_AreRefusedAndOnRecord()
    {
        var first = await attacked.ReportAsync(files: [("a.wav", "audio/wav", WaveFile.Of(400_000, 1))]);
        var second = await attacked.ReportAsync(files: [("b.wav", "audio/wav", WaveFile.Of(400_000, 2))]);
        var path = await BlobAsync(first.Id);
        var whole = await File.ReadAllBytesAsync(path);
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        await officer.GoAsync(Report(first.Id));
        var file = officer.Page.QuerySelector("audio")!.GetAttribute("src")!;
        Assert.Equal("RIFF"u8.ToArray(), (await officer.DownloadAsync(file))[..4]);

        byte[][] attacks = [whole[..^10], whole[..^SealedChunk], await File.ReadAllBytesAsync(await BlobAsync(second.Id)), []];
        try
        {
            foreach (var attack in attacks)
            {
                await File.WriteAllBytesAsync(path, attack);
                var audited = await attacked.Rows.AuditedAsync("altered_found");
                await officer.GoAsync(Report(first.Id));
                Assert.Contains(Sentence("staff.altered"), officer.Page.Body!.TextContent, StringComparison.Ordinal);
                Assert.Contains(AttackedProduct.Theft, officer.Page.Body.TextContent, StringComparison.Ordinal);
                Assert.Null(officer.Page.QuerySelector("audio"));
                Assert.Equal(410, (await officer.AskAsync(HttpMethod.Get, file)).Status);
                Assert.Equal(audited + 2, await attacked.Rows.AuditedAsync("altered_found"));
            }

            // Two chunks in the middle change places: the answer breaks off at the first of them.
            var reordered = whole.ToArray();
            var start = whole.Length - (whole.Length / SealedChunk * SealedChunk);
            whole.AsSpan(start + SealedChunk, SealedChunk).CopyTo(reordered.AsSpan(start + (2 * SealedChunk)));
            whole.AsSpan(start + (2 * SealedChunk), SealedChunk).CopyTo(reordered.AsSpan(start + SealedChunk));
            await File.WriteAllBytesAsync(path, reordered);
            var before = await attacked.Rows.AuditedAsync("altered_found", "file");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => officer.DownloadAsync(file));
            await attacked.Rows.UntilAuditedAsync("altered_found", "file", before);
        }
        finally
        {
            await File.WriteAllBytesAsync(path, whole);
        }

        Assert.Equal("RIFF"u8.ToArray(), (await officer.DownloadAsync(file))[..4]);
    }

    [Fact]
    public async Task KeyEnvelope_OfAnotherCaseOrEpoch_OpensNothingAndIsSaid()
    {
        var officer = await attacked.StaffAsync("officer.ps-gjilan");
        var old = await attacked.ReportAsync();
        await officer.GoAsync("/desks/PS_GJILAN/rotate-key");
        await officer.SubmitAsync("/desks/PS_GJILAN/rotate-key");
        var report = await attacked.ReportAsync();
        var foreign = await attacked.Rows.ReadAsync<byte[]>("SELECT WrappedKey FROM CaseGrants WHERE CaseId = $0", old.Id);
        var epoch = await attacked.Rows.ReadAsync<long>("SELECT Epoch FROM CaseGrants WHERE CaseId = $0", report.Id);
        await officer.GoAsync(Report(report.Id));
        Assert.Contains(AttackedProduct.Theft, officer.Page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var (column, planted) in new (string, object)[] { ("WrappedKey", foreign), ("Epoch", epoch - 1) })
        {
            await attacked.Rows.WhileAsync("CaseGrants", "CaseId = $0", [report.Id], column, planted, async () =>
            {
                var audited = await attacked.Rows.AuditedAsync("altered_found", "key");
                await officer.GoAsync(Report(report.Id));
                Assert.Contains(Sentence("staff.report.keyaltered"), officer.Page.Body!.TextContent, StringComparison.Ordinal);
                Assert.DoesNotContain(AttackedProduct.Theft, officer.Page.Body.TextContent, StringComparison.Ordinal);
                Assert.Equal(audited + 1, await attacked.Rows.AuditedAsync("altered_found", "key"));
            });
        }
    }

    private static string Report(Guid id) => "/reports/" + id.ToString("N");

    private static string Sentence(string key) => Text("StaffConsole", "console.sq.json", key);

    private static string Citizen(string key) => Text("Intake", "citizen.sq.json", key);

    private static string Text(string project, string file, string key)
        => JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", project, "Languages", file))).RootElement.GetProperty(key).GetString()!;

    private async Task<string> BlobAsync(Guid report)
    {
        var name = await attacked.Rows.ReadAsync<string>("SELECT BlobName FROM CaseItems WHERE CaseId = $0 AND Kind = 'media'", report);
        return Directory.EnumerateFiles(attacked.Folder["data", "blobs"], name, SearchOption.AllDirectories).Single();
    }

    private async Task<string> AnswerPageAsync(string receipt)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["receipt"] = receipt });
        using var answer = await http.PostAsync(new Uri(attacked.Product.CitizenUrl, "/sq/answer"), form);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).Body!.TextContent;
    }
}
