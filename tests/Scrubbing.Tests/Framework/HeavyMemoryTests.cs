using System.Globalization;
using ReportingService.TestKit;

namespace ReportingService.Scrubbing.Tests;

/// <summary>
/// A long recording through encrypted scratch. 24 MB by default; with <c>REPORTING_HEAVY=1</c> 500 MB, then run it alone: the memory
/// of the whole process is looked at.
/// </summary>
public sealed class HeavyMemoryTests
{
    private const int MostGrowth = 64;

    [Fact]
    public async Task Scrub_LongRecordingWithoutLength_GrowsByLessThanItsWindows()
    {
        var heavy = Environment.GetEnvironmentVariable("REPORTING_HEAVY") == "1";
        var length = heavy ? 499_000_000 : 24_000_000;
        using var folder = new TestFolder();
        var scrubber = new MetadataScrubber(new ScrubOptions { ScratchFolder = folder["scratch"] });
        var small = new Recording(1_000_000);
        Assert.IsType<ScrubOutcome.Clean>(await scrubber.ScrubAsync(small, Stream.Null, TestContext.Current.CancellationToken));

        GC.Collect();
        var before = heavy ? Megabytes("VmRSS:") : 0;
        if (before > 0)
        {
            await File.WriteAllTextAsync("/proc/self/clear_refs", "5", TestContext.Current.CancellationToken);
        }

        var clean = Assert.IsType<ScrubOutcome.Clean>(await scrubber.ScrubAsync(new Recording(length), Stream.Null, TestContext.Current.CancellationToken));
        Assert.InRange(clean.Length, length, length + 64);
        Assert.Empty(Directory.GetFiles(folder["scratch"]));
        if (before > 0)
        {
            Assert.InRange(Megabytes("VmHWM:") - before, 0, MostGrowth);
        }
    }

    private static double Megabytes(string field)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(':', 2)[1].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>A WAV whose recorder left its sizes open; never in memory as a whole.</summary>
    private sealed class Recording(long samples) : Stream
    {
        private static readonly byte[] Head =
            [.. "RIFF"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0, .. "data"u8, 0xFF, 0xFF, 0xFF, 0xFF];

        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var take = (int)Math.Min(count, Head.Length + samples - position);
            for (var i = 0; i < take; i++, position++)
            {
                buffer[offset + i] = position < Head.Length ? Head[position] : (byte)(position * 31);
            }

            return take;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
