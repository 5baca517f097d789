using ReportingService.TestKit;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Real recordings, where a corpus lies beside the repository.</summary>
public sealed class CorpusTests
{
    private static readonly string[] Folders = ["mp4", "mov", "m4a", "mkv", "webm", "mp3", "ogg", "opus", "flac", "wav"];

    // Files that no player plays, or that are encrypted: they are refused, each for its reason.
    private static readonly string[] Unplayable =
        ["issue-318.m4a", "issue-749.m4a", "init.encv.mp4", "issue-744.mp4", "sony-a7-xavc.mp4", "corrupt.mkv", "riff_bomb_1000.wav"];

    private static string Root => Path.Combine(RepositoryRoot.Path, "..", "shared", "corpus");

    [Fact]
    public async Task Scrub_RealRecordings_AreCleanTwiceTheSame()
    {
        var root = Environment.GetEnvironmentVariable("SCRUB_CORPUS") ?? Root;
        if (!Directory.Exists(root))
        {
            Assert.Skip("No corpus beside the repository (../shared/corpus, or SCRUB_CORPUS).");
        }

        var files = Folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Order().ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var (outcome, output) = await Scrubs.RunAsync(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            if (Unplayable.Any(u => file.EndsWith(u, StringComparison.Ordinal)))
            {
                Assert.True(outcome is ScrubOutcome.Refused, file);
                continue;
            }

            Assert.True(outcome is ScrubOutcome.Clean, $"{file}: {outcome}");
            var (_, again) = await Scrubs.RunAsync(output);
            Assert.True(output.AsSpan().SequenceEqual(again), file);
            AssertNothingReadable(file, output);
        }
    }

    /// <summary>An independent reader's view of the result.</summary>
    private static void AssertNothingReadable(string file, byte[] output)
    {
        string[] telling = ["GPS", "Make", "Model", "Software", "Artist", "Author", "Title", "Comment", "Location", "Serial", "Description"];
        try
        {
            foreach (var directory in MetadataExtractor.ImageMetadataReader.ReadMetadata(new MemoryStream(output)))
            {
                foreach (var tag in directory.Tags)
                {
                    Assert.False(
                        Array.Exists(telling, t => tag.Name.Contains(t, StringComparison.OrdinalIgnoreCase)) && !string.IsNullOrWhiteSpace(tag.Description),
                        $"{file}: {directory.Name}/{tag.Name}");
                }
            }
        }
        catch (MetadataExtractor.ImageProcessingException)
        {
            // It reads fewer formats than we write.
        }
    }
}
