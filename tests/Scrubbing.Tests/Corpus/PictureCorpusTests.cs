using System.Security.Cryptography;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using ReportingService.TestKit;
using Directory = System.IO.Directory;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Real files, scrubbed and looked at by programs that are not ours. The corpus is not part of this repository.</summary>
public sealed class PictureCorpusTests
{
    private static readonly string[] Folders = ["jpeg", "png", "webp", "gif", "heic", "avif"];

    // What a reader may report about a picture that holds nothing but the picture.
    private static readonly string[] StructureOnly =
    [
        "JPEG", "JFIF", "Huffman", "Adobe JPEG", "ICC Profile", "PNG-IHDR", "PNG-PLTE", "PNG-tRNS", "PNG-gAMA", "PNG-cHRM", "PNG-sRGB", "PNG-sBIT", "PNG-bKGD",
        "PNG-acTL", "WebP", "GIF Header", "GIF Control", "GIF Image", "GIF Animation", "HEIF", "HEIC Primary Item Properties", "Exif IFD0", "File Type", "File", "QuickTime File Type",
    ];

    private static string Corpus => Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "corpus"));

    public static TheoryData<string> Files => Directory.Exists(Corpus)
        ? [.. Folders.SelectMany(f => Directory.GetFiles(Path.Combine(Corpus, f))).Select(f => Path.GetRelativePath(Corpus, f)).Order(StringComparer.Ordinal)]
        : ["(absent)"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Scrub_RealPicture_LeavesOnlyThePicture(string file)
    {
        Assert.SkipWhen(file == "(absent)", $"No corpus at {Corpus}.");
        var original = await File.ReadAllBytesAsync(Path.Combine(Corpus, file));
        var (outcome, output) = await Scrubs.RunAsync(original);
        Assert.False(outcome is ScrubOutcome.Refused { Code: RefusalCode.VerifyFailed }, outcome.ToString());
        if (outcome is ScrubOutcome.Refused)
        {
            return;
        }

        var (_, again) = await Scrubs.RunAsync(output);
        Assert.Equal(output, again);
        foreach (var directory in Read(output))
        {
            Assert.Contains(directory.Name, StructureOnly);
            if (directory is ExifIfd0Directory exif)
            {
                Assert.Equal([ExifDirectoryBase.TagOrientation], exif.Tags.Select(t => t.Type));
            }
        }
    }

    [Fact]
    public async Task Scrub_TheCorpus_AcceptsNearlyAll()
    {
        Assert.SkipUnless(Directory.Exists(Corpus), $"No corpus at {Corpus}.");
        var accepted = 0;
        var files = Folders.SelectMany(f => Directory.GetFiles(Path.Combine(Corpus, f))).ToArray();
        foreach (var file in files)
        {
            var (outcome, _) = await Scrubs.RunAsync(await File.ReadAllBytesAsync(file));
            accepted += outcome is ScrubOutcome.Clean ? 1 : 0;
        }

        // The others are cut off, or hold no picture that any decoder shows.
        Assert.InRange(accepted, (int)(files.Length * 0.85), files.Length);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task Scrub_RealPictures_KeepsEveryPixel(string folder)
    {
        Assert.SkipUnless(Directory.Exists(Corpus), $"No corpus at {Corpus}.");
        using var place = new TestFolder();
        var compared = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(Corpus, folder)))
        {
            var scrubbed = Path.Combine(place.Path, Path.GetFileName(file));
            if (await new MetadataScrubber().ScrubFileAsync(file, scrubbed, TestContext.Current.CancellationToken) is not ScrubOutcome.Clean clean)
            {
                Assert.False(File.Exists(scrubbed));
                continue;
            }

            // What is decoded next is what was verified: whole on the disk, and the same as any other run makes of it.
            var output = await File.ReadAllBytesAsync(scrubbed);
            Assert.Equal(clean.Sha256, SHA256.HashData(output));
            Assert.Equal(output, await Scrubs.CleanAsync(await File.ReadAllBytesAsync(file)));
            var before = await DecodedPixels.OfAsync(file);
            if (before.Digest is not null)
            {
                compared++;
                var after = await DecodedPixels.OfAsync(scrubbed);
                Assert.True(before.Digest == after.Digest, $"{before.Said}\n{after.Said}");
            }
        }

        Assert.True(compared > 0);
    }

    private static IReadOnlyList<MetadataExtractor.Directory> Read(byte[] file)
    {
        try
        {
            return ImageMetadataReader.ReadMetadata(new MemoryStream(file));
        }
        catch (ImageProcessingException)
        {
            // A reader that does not know the format says nothing about it.
            return [];
        }
    }
}
