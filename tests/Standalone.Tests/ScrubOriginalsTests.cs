using ReportingService.TestKit;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>The only copy of an original is never written over with what is left of it, whatever the place is called.</summary>
public sealed class ScrubOriginalsTests
{
    /// <summary>A picture of one point, with a comment that a scrub takes out.</summary>
    private static readonly byte[] Photo = PhotoWithComment();

    [Fact]
    public async Task Scrub_OntoOriginalsByAnotherName_IsRefusedAndLeavesThem()
    {
        using var folder = new TestFolder();
        foreach (var original in new[] { folder["in", "a.png"], folder["in", "deep", "a.png"], folder["in", "deep", "deep", "a.png"], folder["single.png"], folder["single.png.unfinished"] })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(original)!);
            await File.WriteAllBytesAsync(original, Photo);
        }

        var before = Originals(folder);
        Directory.CreateSymbolicLink(folder["link"], folder["in"]);
        Directory.CreateSymbolicLink(folder["again"], "link");
        Directory.CreateSymbolicLink(folder["here"], ".");
        Directory.CreateDirectory(folder["out"]);
        Directory.CreateSymbolicLink(folder["out", "deep"], folder["in"]);
        foreach (var (input, output) in new[]
        {
            (folder["in"], folder["in"] + "/"),
            (folder["in"] + "//", folder["in"] + "/."),
            (folder["in"], folder["link"]),
            (folder["link"], folder["in"]),
            (folder["link"] + "/", folder["again"]),
            (folder["in"], folder["in", "scrubbed"]),
            (folder["in"], folder["again", "new", "scrubbed"]),
            (folder["in", "deep"], folder["in"]),
            (folder["in"], folder["out"]),
            (folder["single.png"], folder["here", "single.png"]),
            (folder["single.png.unfinished"], folder["single.png"]),
        })
        {
            var (code, said) = await RunAsync("scrub", input, output);
            Assert.True(code == 1 && said.Contains("OUT", StringComparison.Ordinal), $"{input} {output}: {code} {said}");
            Assert.Equal(before, Originals(folder));
        }

        // The same files, to a place of their own: written, and other than the originals. So a refusal above was what kept those.
        var (done, list) = await RunAsync("scrub", folder["in"] + "/", folder["new", "place"] + "/");
        Assert.True(done == 0, list);
        Assert.Equal(3, Directory.GetFiles(folder["new", "place"], "*.png", SearchOption.AllDirectories).Count(file => !File.ReadAllBytes(file).SequenceEqual(Photo)));
        Assert.Equal(0, (await RunAsync("scrub", folder["in", "deep"], folder["in-scrubbed"])).Code);
        Assert.True(File.Exists(folder["in-scrubbed", "deep", "a.png"]));
    }

    private static List<string> Originals(TestFolder folder)
        => [.. Directory.GetFiles(folder["in"], "*", SearchOption.AllDirectories).Concat(Directory.GetFiles(folder.Path)).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];

    private static byte[] PhotoWithComment()
    {
        byte[] plain = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        const int AfterHeader = 33;
        return [.. plain[..AfterHeader], .. Comment(), .. plain[AfterHeader..]];
    }

    private static byte[] Comment()
    {
        byte[] typed = [.. "tEXtComment\0the yard behind the house"u8];
        var (length, sum) = (new byte[4], new byte[4]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, typed.Length - 4);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(typed));
        return [.. length, .. typed, .. sum];
    }

    private static uint Crc32(byte[] bytes)
    {
        var value = uint.MaxValue;
        foreach (var one in bytes)
        {
            value ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            }
        }

        return ~value;
    }
}
