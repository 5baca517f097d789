using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Tests;

/// <summary>Secrets inside coded samples: overwritten at the same length, and noticed when a rule is off.</summary>
public sealed class SampleCleanerTests
{
    // Parameter sets of x264 and x265 for a picture of 64 by 64.
    private static readonly byte[] AvcSequence = Convert.FromHexString("6764000aacd94426c044000003000400000300283c489658");
    private static readonly byte[] AvcPicture = Convert.FromHexString("68ebe3cb22c0");
    private static readonly byte[] HevcVideo = Convert.FromHexString("40010c01ffff01600000030090000003000003001e959809");
    private static readonly byte[] HevcSequence = Convert.FromHexString("42010101600000030090000003000003001ea020810596566924caf016808000000300800000030284");
    private static readonly byte[] HevcPicture = Convert.FromHexString("4401c172b42240");

    public static TheoryData<string> Cases => [.. All.Keys];

    internal static IEnumerable<string> Rules => All.Values.Select(place => place.Rule);

    private static Dictionary<string, (SampleCodec Codec, string Rule, Func<byte[], byte[]> Plant)> All => new()
    {
        ["h264 user data"] = (SampleCodec.Avc, "stream.sei", s => Unit([6, 5, (byte)s.Length, .. s, 0x80])),
        ["h264 long user data"] = (SampleCodec.Avc, "stream.sei", s => Unit([6, 5, 0xFF, 0xFF, 90, .. s, .. new byte[600 - s.Length], 0x80])),
        ["h264 behind a sequence parameter set"] = (SampleCodec.Avc, "stream.parameter-sets", s => Unit([.. AvcSequence, .. s])),
        ["h264 behind a picture parameter set"] = (SampleCodec.Avc, "stream.parameter-sets", s => Unit([.. AvcPicture, .. s])),
        ["h264 second view"] = (SampleCodec.Avc, "stream.sei", s => Unit([20, 0x40, 1, 7, .. s])),
        ["h264 auxiliary picture"] = (SampleCodec.Avc, "stream.sei", s => Unit([19, .. s])),
        ["h265 behind a video parameter set"] = (SampleCodec.Hevc, "stream.parameter-sets", s => Unit([.. HevcVideo, .. s])),
        ["h265 behind a sequence parameter set"] = (SampleCodec.Hevc, "stream.parameter-sets", s => Unit([.. HevcSequence, .. s])),
        ["h265 behind a picture parameter set"] = (SampleCodec.Hevc, "stream.parameter-sets", s => Unit([.. HevcPicture, .. s])),
        ["h264 unspecified"] = (SampleCodec.Avc, "stream.sei", s => Unit([24, .. s])),
        ["h265 prefix"] = (SampleCodec.Hevc, "stream.sei", s => Unit([39 << 1, 1, 5, (byte)s.Length, .. s, 0x80])),
        ["h265 suffix"] = (SampleCodec.Hevc, "stream.sei", s => Unit([40 << 1, 1, 4, (byte)s.Length, .. s, 0x80])),
        ["h265 unspecified"] = (SampleCodec.Hevc, "stream.sei", s => Unit([62 << 1, 1, .. s])),
        ["h265 second layer"] = (SampleCodec.Hevc, "stream.sei", s => Unit([1 << 1, 9, .. s])),
        ["av1 metadata"] = (SampleCodec.Av1, "stream.obu", s => [0x12, 0, (5 << 3) | 2, (byte)s.Length, .. s, (6 << 3) | 2, 3, 1, 2, 3]),
        ["av1 reserved"] = (SampleCodec.Av1, "stream.obu", s => [(9 << 3) | 2, (byte)s.Length, .. s]),
        ["av1 padding"] = (SampleCodec.Av1, "stream.obu", s => [(15 << 3) | 2, (byte)s.Length, .. s]),
        ["mpeg4 user data"] = (SampleCodec.Mpeg4Visual, "stream.user-data", s => [0, 0, 1, 0xB3, 9, 0, 0, 1, 0xB2, .. s, 0, 0, 1, 0xB6, 1, 2]),
        ["mpeg4 behind the mark"] = (SampleCodec.Mpeg4Visual, "stream.user-data", s => [0, 0, 1, 0xB2, .. "XviD0046"u8, .. s]),
        ["jpeg comment"] = (SampleCodec.Jpeg, "stream.jpeg", s => [0xFF, 0xD8, 0xFF, 0xFE, 0, (byte)(s.Length + 2), .. s, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0xD9]),
        ["jpeg exif"] = (SampleCodec.Jpeg, "stream.jpeg", s => [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(s.Length + 2), .. s, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0xD9]),
        ["jpeg tail"] = (SampleCodec.Jpeg, "stream.jpeg", s => [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 1, 2, 0xFF, 0xD9, .. s]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clean_PlantedSecret_IsOverwrittenInPlace(string name)
    {
        var (codec, rule, plant) = All[name];
        foreach (var (encoding, secret) in Secret.Encodings)
        {
            var sample = plant(secret);
            var length = sample.Length;
            Clean(sample, codec, ScrubRules.Surfacing());
            Assert.False(Secret.In(sample), encoding);
            Assert.Equal(length, sample.Length);

            // Cleaning is idempotent.
            var once = (byte[])sample.Clone();
            Clean(sample, codec, ScrubRules.Surfacing());
            Assert.Equal(once, sample);

            var kept = plant(secret);
            Clean(kept, codec, ScrubRules.Without(rule));
            Assert.True(Secret.In(kept), "Switching the rule off must let the secret through, or nothing is proven.");
        }
    }

    [Fact]
    public void Clean_SignOfALayerThreeEncoder_LosesItsNameAndNoSound()
    {
        byte[] Frame() => [0xFF, 0xFB, 1, 2, .. "LAME3.100UU"u8, .. "printable sound"u8];
        var frame = Frame();
        Clean(frame, SampleCodec.MpegAudio, ScrubRules.Surfacing());
        Assert.Equal([0xFF, 0xFB, 1, 2, 0, 0, 0, 0, 0, 0, .. "100UU"u8, .. "printable sound"u8], frame);
        byte[] filled = [0xFF, 0xFB, 1, 2, .. "LAME3.100UUUU"u8, .. "printable sound"u8];
        Clean(filled, SampleCodec.MpegAudio, ScrubRules.Surfacing());
        Assert.Equal([0xFF, 0xFB, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "UUUU"u8, .. "printable sound"u8], filled);
        var kept = Frame();
        Clean(kept, SampleCodec.MpegAudio, ScrubRules.Without("stream.mpeg-audio"));
        Assert.Equal(Frame(), kept);
    }

    [Fact]
    public void Clean_ProResEncoder_BecomesConstant()
    {
        byte[] frame = [0, 0, 0, 40, .. "icpf"u8, 0, 28, 0, 0, .. "Lavc"u8, .. new byte[24]];
        Clean(frame, SampleCodec.ProRes, ScrubRules.Surfacing());
        Assert.Equal("apl0"u8.ToArray(), frame[12..16]);
        byte[] kept = [0, 0, 0, 40, .. "icpf"u8, 0, 28, 0, 0, .. "Lavc"u8, .. new byte[24]];
        Clean(kept, SampleCodec.ProRes, ScrubRules.Without("stream.prores"));
        Assert.Equal("Lavc"u8.ToArray(), kept[12..16]);
    }

    [Fact]
    public void Clean_EveryLengthOfSupplementalUnit_StaysReadable()
    {
        for (var length = 1; length < 700; length++)
        {
            var unit = new byte[length];
            unit[0] = 6;
            unit.AsSpan(1).Fill(0x41);
            using var context = new ScrubContext(new ScrubOptions(), ScrubLimits.Default, CancellationToken.None);
            NalCleaner.CleanUnit(unit, false, context);
            SampleAudit.CheckUnit(unit, false);
        }
    }

    [Fact]
    public void Cut_WholeParameterSets_StayAsTheyAre()
    {
        using var context = new ScrubContext(new ScrubOptions(), ScrubLimits.Default, CancellationToken.None);
        foreach (var (unit, hevc) in new[] { (AvcSequence, false), (AvcPicture, false), (HevcVideo, true), (HevcSequence, true), (HevcPicture, true) })
        {
            Assert.Equal(unit, ParameterSetTail.Cut(unit, hevc, context));
            Assert.Equal(unit, ParameterSetTail.Cut([.. unit, .. Secret.Ascii], hevc, context));
        }
    }

    [Fact]
    public void Clean_Slices_StayAsTheyAre()
    {
        byte[] sample = [.. Unit([0x65, 1, 2, 3]), .. Unit([0x67, 4, 5]), .. Unit([0x68, 6]), .. Unit([0x41, 7, 8, 9])];
        var before = (byte[])sample.Clone();
        Clean(sample, SampleCodec.Avc, ScrubRules.Surfacing());
        Assert.Equal(before, sample);
    }

    private static byte[] Unit(byte[] unit) => [.. Bytes.Big32(unit.Length), .. unit];

    private static void Clean(byte[] sample, SampleCodec codec, ScrubRules rules)
    {
        using var context = new ScrubContext(new ScrubOptions { Rules = rules }, ScrubLimits.Default, CancellationToken.None);
        new SampleCleaner(codec).Clean(sample, context);
    }
}
