using System.Security.Cryptography;
using ReportingService.TestKit;

namespace ReportingService.Scrubbing.Tests;

/// <summary>The public API: outcomes, limits, files, reports.</summary>
public sealed class MetadataScrubberTests
{
    [Fact]
    public async Task Scrub_CleanPicture_TellsHashLengthAndFormatOfTheOutput()
    {
        var (outcome, output) = await Scrubs.RunAsync(JpegSamples.Format.Plain);
        var clean = Assert.IsType<ScrubOutcome.Clean>(outcome);
        Assert.Equal(SHA256.HashData(output), clean.Sha256);
        Assert.Equal(output.Length, clean.Length);
        Assert.Equal((MediaFormat.Jpeg, MediaKind.Picture), (clean.Format, clean.Kind));
    }

    [Fact]
    public async Task Scrub_ExifOfAPhone_ReportsKindsAndNoValues()
    {
        var (outcome, _) = await Scrubs.RunAsync(JpegSamples.Build(head: JpegSamples.Segment(0xE1, [.. "Exif\0\0"u8, .. Bytes.Exif(Secret.Ascii)])));
        var report = Assert.IsType<ScrubOutcome.Clean>(outcome).Report;
        Assert.Equal("place=1;time=1;device=1;thumbnail=1;people=1", report.ToString());
        Assert.Equal(1, report[RemovalKind.Place]);
    }

    /// <summary>What says nothing about anybody is cut away and not told; what may say something is told.</summary>
    [Theory]
    [InlineData("jfif", "")]
    [InlineData("padding", "")]
    [InlineData("trailer", "other=1")]
    [InlineData("program", "software=1")]
    [InlineData("comment", "other=1")]
    public async Task Scrub_StructureOnly_IsNotToldAsHiddenData(string what, string told)
    {
        var file = what switch
        {
            "jfif" => JpegSamples.Build(head: JpegSamples.Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0])),
            "padding" => JpegSamples.Build(trailer: new byte[4000]),
            "trailer" => JpegSamples.Build(trailer: [.. new byte[4000], .. "somebody"u8]),
            "program" => JpegSamples.Build(head: JpegSamples.Segment(0xFE, [.. "Lavc61.19.100"u8])),
            _ => JpegSamples.Build(head: JpegSamples.Segment(0xFE, [.. "for a friend"u8])),
        };
        var (outcome, output) = await Scrubs.RunAsync(file);
        Assert.Equal(told, Assert.IsType<ScrubOutcome.Clean>(outcome).Report.ToString());
        Assert.Equal(await Scrubs.CleanAsync(JpegSamples.Build()), output);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Scrub_TurnedPicture_KeepsOrientationAndNothingElse(int orientation)
    {
        var output = await Scrubs.CleanAsync(JpegSamples.Build(turned: orientation));
        var at = output.AsSpan().IndexOf("Exif\0\0"u8);
        Assert.Equal(ExifOrientation.Build(orientation), output.AsSpan(at + 6, ExifOrientation.Length).ToArray());
        Assert.True(output.AsSpan(at + 6).IndexOf("Exif\0\0"u8) < 0);
    }

    [Theory]
    [InlineData("sRGB")]
    [InlineData("Display P3")]
    [InlineData("Adobe RGB")]
    public async Task Scrub_KnownColourProfile_IsReplacedByOurOwn(string name)
    {
        var canonical = CanonicalIcc.Profiles.Single(p => p.Name == name);

        // The same primaries in a profile that also carries a secret and another date.
        byte[] stranger = [.. canonical.Bytes, .. Secret.Ascii];
        stranger[30] = 23;
        var output = await Scrubs.CleanAsync(JpegSamples.Build(head: JpegSamples.Segment(0xE2, [.. "ICC_PROFILE\0\u0001\u0001"u8, .. stranger])));
        Assert.False(Secret.In(output));
        Assert.True(output.AsSpan().IndexOf(canonical.Bytes.AsSpan()) > 0);
        Assert.Equal(canonical.Sha256, Convert.ToHexStringLower(SHA256.HashData(canonical.Bytes.AsSpan())));
    }

    [Fact]
    public async Task Scrub_UnknownFormats_AreRefusedAsNotSupported()
    {
        byte[][] strangers = [[], [1, 2, 3], "%PDF-1.7"u8.ToArray(), "PK\u0003\u0004"u8.ToArray(), "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "II*\0\u0008\0\0\0"u8.ToArray(), "RIFF\u0004\0\0\0AVI "u8.ToArray()];
        foreach (var stranger in strangers)
        {
            var refused = Assert.IsType<ScrubOutcome.Refused>((await Scrubs.RunAsync(stranger)).Outcome);
            Assert.Equal("not_supported", refused.Code.Text());
        }
    }

    [Fact]
    public async Task Scrub_BeyondLimits_IsRefusedAsTooLarge()
    {
        var file = JpegSamples.Format.Plain;
        var bytes = (await Scrubs.RunAsync(file, limits: new ScrubLimits { MaxBytes = file.Length - 1 })).Outcome;
        var pixels = (await Scrubs.RunAsync(file, limits: new ScrubLimits { MaxPixels = (40 * 24) - 1 })).Outcome;
        var fits = (await Scrubs.RunAsync(file, limits: new ScrubLimits { MaxBytes = file.Length, MaxPixels = 40 * 24 })).Outcome;
        Assert.Equal(RefusalCode.TooLarge, Assert.IsType<ScrubOutcome.Refused>(bytes).Code);
        Assert.Equal(RefusalCode.TooLarge, Assert.IsType<ScrubOutcome.Refused>(pixels).Code);
        Assert.IsType<ScrubOutcome.Clean>(fits);
    }

    /// <summary>A header alone: decoders disagree whether that is a grey picture or none.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task Scrub_JpegWithoutPictureData_IsDamaged(int fill, bool ended)
    {
        var file = JpegSamples.Build();
        var scan = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        byte[] head = [.. file[..(scan + 2 + file[scan + 3])], .. Enumerable.Repeat((byte)0xFF, fill), .. ended ? [0xFF, 0xD9] : Array.Empty<byte>()];
        Assert.Equal(RefusalCode.Damaged, Assert.IsType<ScrubOutcome.Refused>((await Scrubs.RunAsync(head)).Outcome).Code);
    }

    /// <summary>Decoders fill what is missing otherwise with an end of image than without.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scrub_JpegThatWasCut_EndsAsItDid(bool ended)
    {
        byte[] file = [.. JpegSamples.Build()[..^30], .. ended ? [0xFF, 0xD9] : Array.Empty<byte>()];
        var output = await Scrubs.CleanAsync(file);
        Assert.Equal(ended, output.AsSpan().EndsWith<byte>([0xFF, 0xD9]));
        Assert.Equal(file[^20..], output[^20..]);
    }

    [Fact]
    public async Task Scrub_ArithmeticOrTwelveBitJpeg_IsNotSupported()
    {
        foreach (var (from, to, offset) in new[] { (0xC0, 0xC9, 1), (8, 12, 4) })
        {
            var file = JpegSamples.Build();
            var frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
            Assert.Equal(from, file[frame + offset]);
            file[frame + offset] = (byte)to;
            Assert.Equal(RefusalCode.NotSupported, Assert.IsType<ScrubOutcome.Refused>((await Scrubs.RunAsync(file)).Outcome).Code);
        }
    }

    [Fact]
    public async Task Scrub_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        using var input = new SplitStream(JpegSamples.Format.Plain, position =>
        {
            if (position > 100)
            {
                cancel.Cancel();
            }

            return 10;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MetadataScrubber().ScrubAsync(input, Stream.Null, cancel.Token));
    }

    [Fact]
    public async Task ScrubFolder_GoodAndBadFiles_WritesOnlyTheGood()
    {
        using var folder = new TestFolder();
        var from = Directory.CreateDirectory(folder["in", "deep"]);
        await File.WriteAllBytesAsync(Path.Combine(from.FullName, "good.txt"), PngSamples.Format.Plain, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder["in", "bad.jpg"], JpegSamples.Format.Plain[..200], TestContext.Current.CancellationToken);
        var told = new List<string>();
        var results = await new MetadataScrubber().ScrubFolderAsync(folder["in"], folder["out"], new Told(told), TestContext.Current.CancellationToken);
        Assert.Equal(["bad.jpg refused damaged", "deep/good.txt accepted "], told);
        Assert.Equal(2, results.Count);
        Assert.Equal([folder["out", "deep", "good.txt"]], Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Scrub_ManyAtOnce_GivesTheBudgetBack()
    {
        var budget = new ScrubBudget();
        var free = (budget.FreeMemory, budget.FreeScratch);
        var scrubber = new MetadataScrubber(new ScrubOptions { Budget = budget });
        var files = PictureFormat.All.SelectMany(f => Enumerable.Repeat(f.Plain, 12)).ToArray();
        var outcomes = await Task.WhenAll(files.Select(f => scrubber.ScrubAsync(new MemoryStream(f), new MemoryStream(), TestContext.Current.CancellationToken)));
        Assert.All(outcomes, outcome => Assert.IsType<ScrubOutcome.Clean>(outcome));
        Assert.Equal(free, (budget.FreeMemory, budget.FreeScratch));
    }

    [Fact]
    public async Task Scrub_NoRoomInTheBudget_IsBusy()
    {
        var budget = new ScrubBudget(memoryBytes: 16, scratchBytes: 16) { Patience = TimeSpan.FromMilliseconds(50) };
        var scrubber = new MetadataScrubber(new ScrubOptions { Budget = budget });
        var outcome = await scrubber.ScrubAsync(new MemoryStream(HeifSamples.Format.Plain), new MemoryStream(), TestContext.Current.CancellationToken);
        Assert.Equal(RefusalCode.Busy, Assert.IsType<ScrubOutcome.Refused>(outcome).Code);
    }

    private sealed class Told(List<string> lines) : IProgress<FileScrubResult>
    {
        public void Report(FileScrubResult value) => lines.Add($"{value.Path} {value.Status} {value.Code}");
    }
}
