namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Element identifiers of RFC 8794 and RFC 9559 that mean something to us.</summary>
internal static class EbmlId
{
    public const uint Header = 0x1A45DFA3;
    public const uint DocType = 0x4282;
    public const uint Segment = 0x18538067;
    public const uint Info = 0x1549A966;
    public const uint TimestampScale = 0x2AD7B1;
    public const uint Duration = 0x4489;
    public const uint Tracks = 0x1654AE6B;
    public const uint TrackEntry = 0xAE;
    public const uint TrackNumber = 0xD7;
    public const uint TrackUid = 0x73C5;
    public const uint TrackType = 0x83;
    public const uint FlagDefault = 0x88;
    public const uint FlagLacing = 0x9C;
    public const uint DefaultDuration = 0x23E383;
    public const uint Language = 0x22B59C;
    public const uint CodecId = 0x86;
    public const uint CodecPrivate = 0x63A2;
    public const uint CodecDelay = 0x56AA;
    public const uint SeekPreRoll = 0x56BB;
    public const uint Video = 0xE0;
    public const uint Audio = 0xE1;
    public const uint Colour = 0x55B0;
    public const uint ContentEncodings = 0x6D80;
    public const uint ContentEncoding = 0x6240;
    public const uint ContentEncodingScope = 0x5032;
    public const uint ContentEncodingType = 0x5033;
    public const uint ContentCompression = 0x5034;
    public const uint ContentCompAlgo = 0x4254;
    public const uint ContentCompSettings = 0x4255;
    public const uint ContentEncryption = 0x5035;
    public const uint Cluster = 0x1F43B675;
    public const uint Timestamp = 0xE7;
    public const uint SimpleBlock = 0xA3;
    public const uint BlockGroup = 0xA0;
    public const uint Block = 0xA1;
    public const uint BlockDuration = 0x9B;
    public const uint ReferenceBlock = 0xFB;
    public const uint DiscardPadding = 0x75A2;
    public const uint EncryptedBlock = 0xAF;
    public const uint CodecState = 0xA4;
    public const uint Void = 0xEC;
    public const uint Crc32 = 0xBF;
    public const uint Tags = 0x1254C367;
    public const uint Attachments = 0x1941A469;
    public const uint Chapters = 0x1043A770;
    public const uint Cues = 0x1C53BB6B;
    public const uint SeekHead = 0x114D9B74;
    public const uint Position = 0xA7;
    public const uint PreviousSize = 0xAB;
    public const uint Title = 0x7BA9;
    public const uint DateUtc = 0x4461;

    /// <summary>Numbers of a Video element that describe the picture and nothing else.</summary>
    public static readonly uint[] VideoNumbers =
        [0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2];

    /// <summary>Numbers of a Colour element.</summary>
    public static readonly uint[] ColourNumbers =
        [0x55B1, 0x55B2, 0x55B3, 0x55B4, 0x55B5, 0x55B6, 0x55B7, 0x55B8, 0x55B9, 0x55BA, 0x55BB];

    public const uint SamplingFrequency = 0xB5;
    public const uint OutputSamplingFrequency = 0x78B5;
    public const uint Channels = 0x9F;
    public const uint BitDepth = 0x6264;
}
