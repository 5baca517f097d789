using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class FileTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Theory]
    [InlineData(0, 99)]
    [InlineData(65_535, 65_536)]
    [InlineData(100_000, 199_999)]
    public async Task Range_OfASealedVideo_GivesExactlyThoseBytes(int from, int to)
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Me video.", file: bytes);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}", ("Range", $"bytes={from}-{to}"));
        Assert.Equal(206, answer.Status);
        Assert.Equal(bytes[from..(to + 1)], answer.Bytes);
        Assert.Equal($"bytes {from}-{to}/200000", answer.Header("Content-Range"));
    }

    [Fact]
    public async Task File_AnyType_IsSandboxedAndNeverCached()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Me faqe.", file: "<script>alert(1)</script>"u8.ToArray(), fileType: "text/html");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}");
        Assert.Equal("application/octet-stream", answer.Header("Content-Type"));
        Assert.StartsWith("attachment", answer.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.StartsWith("sandbox", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task File_WholeAndInRanges_IsAuditedOncePerSessionAndEveryDownload()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Numëro.", file: RandomNumberGenerator.GetBytes(5000));
        var officer = await console["officer.gjilan"].BrowserAsync();
        var path = $"{report.Path}/files/{report.FileItem:N}";
        for (var part = 0; part < 4; part++)
        {
            Assert.Equal(206, (await officer.GetAsync(path, ("Range", $"bytes={part * 100}-{(part * 100) + 99}"))).Status);
        }

        Assert.Equal(["key_opened"], await report.AuditActionsAsync());
        await officer.GetAsync(path + "?download=true");
        Assert.Equal(["key_opened", "key_opened"], await report.AuditActionsAsync());
    }

    [Fact]
    public async Task File_BlobCut_IsRefusedBeforeTheFirstByte()
    {
        var bytes = RandomNumberGenerator.GetBytes(150_000);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "E prerë.", file: bytes);
        await using var db = await console.ReadAsync();
        var blob = (await db.CaseItems.AsNoTracking().SingleAsync(item => item.Id == report.FileItem)).BlobName!;
        var path = Directory.EnumerateFiles(console.Folder, blob + "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^1000]);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.GetAsync($"{report.Path}/files/{report.FileItem:N}");
        Assert.Equal(410, answer.Status);
        Assert.StartsWith("text/html", answer.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OfAnotherReport_IsNotFound()
    {
        var own = await TestReport.ArriveAsync(console, "PS_GJILAN", "I imi.", file: new byte[10]);
        var other = await TestReport.ArriveAsync(console, "PS_FERIZAJ", "I huaj.", file: new byte[10]);
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(404, (await officer.GetAsync($"{own.Path}/files/{other.FileItem:N}")).Status);
        Assert.Equal(404, (await officer.GetAsync($"{other.Path}/files/{other.FileItem:N}")).Status);
    }
}
