using System.IO.Compression;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>The file being rebuilt: what was seen, in which order, and what may still come.</summary>
internal sealed partial class PngFile
{
    private const uint Idat = 0x49444154;

    private readonly ScrubWriter output;
    private readonly ScrubContext context;
    private readonly HashSet<uint> seen = [];
    private bool pictureDone;
    private bool colourWritten;

    public PngFile(ScrubWriter output, ScrubContext context)
    {
        this.output = output;
        this.context = context;
        Data = new PngDataWriter(output, context);
    }

    public PngHeader? Header { get; private set; }

    public PngDataWriter Data { get; }

    public bool PictureStarted { get; private set; }

    /// <summary>A kept chunk with a good checksum.</summary>
    public void Take(uint type, byte[] body)
    {
        switch (Name(type))
        {
            case "IHDR":
                if (Header is not null)
                {
                    throw RefusedException.Damaged("Two IHDR chunks.");
                }

                Header = PngHeader.Parse(body);
                context.RequirePixels(Header.Width, Header.Height);
                PngScrubber.WriteChunk(output, type, body);
                break;
            case "acTL":
                TakeAnimation(type, body);
                break;
            case "fcTL":
                TakeFrame(type, body);
                break;
            default:
                // Decoders read the first, and only before the picture.
                if (!PictureStarted && seen.Add(type) && Fits(type, body))
                {
                    PngScrubber.WriteChunk(output, type, body);
                }
                else
                {
                    context.Removed.Add(RemovalKind.Other);
                    if (type == 0x504C5445 && !context.Rules.Hold(PngRules.SuggestedPalette))
                    {
                        PngScrubber.WriteChunk(output, type, body);
                    }
                }

                break;
        }
    }

    public void StartPicture()
    {
        if (pictureDone)
        {
            throw RefusedException.Damaged("Picture data in two places.");
        }

        if (!PictureStarted)
        {
            if (Header!.ColourType == 3 && !seen.Contains(0x504C5445))
            {
                throw RefusedException.Damaged("A palette picture without palette.");
            }

            if (framePending && (frameWidth != Header.Width || frameHeight != Header.Height))
            {
                throw RefusedException.Damaged("A first frame of another size than the picture.");
            }

            PictureStarted = true;
            framePending = false;
            Data.Start(Header.DataLength(Header.Width, Header.Height), asFrame: false);
        }
    }

    /// <summary>Another chunk ends the run of picture data.</summary>
    public async ValueTask EndDataAsync(uint next)
    {
        if (Data.Open && next is not Idat && !(next == FrameData && pictureDone))
        {
            await Data.FinishAsync(cutAllowed: !animated);
            pictureDone = true;
        }
    }

    public async ValueTask EndAsync()
    {
        await EndDataAsync(0);
        if (!pictureDone || framePending)
        {
            throw RefusedException.Damaged("A PNG without picture data.");
        }

        if (animated && frames != framesPromised)
        {
            // Threat: frames beyond the promised number are shown by nobody.
            throw RefusedException.Unsafe("Another number of frames than promised.");
        }

        PngScrubber.WriteChunk(output, 0x49454E44, []);
    }

    /// <summary>Counts a dropped chunk; orientation and known colour spaces are made anew.</summary>
    public void Report(uint type, ReadOnlySpan<byte> body)
    {
        switch (Name(type))
        {
            case "eXIf":
                var tiff = body.StartsWith("Exif\0\0"u8) ? body[6..] : body;
                var orientation = ExifWalker.Walk(tiff, context.Removed);
                if (orientation > 1 && seen.Add(type))
                {
                    PngScrubber.WriteChunk(output, type, ExifOrientation.Build(orientation));
                }

                break;
            case "iCCP" when !PictureStarted && !seen.Contains(0x504C5445) && seen.Add(type):
                if (!colourWritten && Header!.ColourType is 2 or 3 or 6 && IccRecognition.Recognise(Inflate(body)) is { } profile)
                {
                    colourWritten = true;
                    foreach (var (chunk, value) in PngColour.Chunks(profile))
                    {
                        if (seen.Add(chunk))
                        {
                            PngScrubber.WriteChunk(output, chunk, value);
                        }
                    }
                }

                break;
            case "tIME":
                context.Removed.Add(RemovalKind.Time);
                break;
            case "pHYs":
                break;
            default:
                TextScan.Classify(body, context.Removed);
                break;
        }
    }

    private static string Name(uint type) => string.Create(4, type, static (span, value) =>
    {
        for (var i = 0; i < 4; i++)
        {
            span[i] = (char)(byte)(value >> (24 - (8 * i)));
        }
    });

    private static byte[] Inflate(ReadOnlySpan<byte> body)
    {
        var name = body.IndexOf((byte)0);
        if (name < 0 || body.Length < name + 2)
        {
            return [];
        }

        try
        {
            using var zlib = new ZLibStream(new MemoryStream(body[(name + 2)..].ToArray()), CompressionMode.Decompress);
            var profile = new byte[IccRecognition.MaxProfileBytes];
            var length = zlib.ReadAtLeast(profile, profile.Length, throwOnEndOfStream: false);
            return profile[..length];
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            // zlib reports a stream that asks for a dictionary as broken input and output, not as bad data.
            return [];
        }
    }

    private bool Fits(uint type, byte[] body)
    {
        var colour = Header!.ColourType;
        switch (Name(type))
        {
            case "PLTE":
                // A palette of a true-colour picture is only a suggestion.
                if (colour != 3)
                {
                    return false;
                }

                return body.Length % 3 == 0 && body.Length is >= 3 && body.Length / 3 <= 1 << Header.Depth
                    ? true : throw RefusedException.Damaged("A palette of the wrong length.");
            case "tRNS":
                return colour == 3 ? body.Length is >= 1 and <= 256 && seen.Contains(0x504C5445) : colour is 0 or 2 && body.Length == (colour == 0 ? 2 : 6);
            case "gAMA":
                return body.Length == 4 && !colourWritten;
            case "cHRM":
                return body.Length == 32 && !colourWritten;
            case "sRGB":
                return body.Length == 1 && body[0] <= 3 && !colourWritten;
            case "cICP":
                return body.Length == 4 && !colourWritten;
            case "sBIT":
                return body.Length == (colour is 2 or 3 ? 3 : colour == 0 ? 1 : colour == 4 ? 2 : 4);
            case "bKGD":
                return body.Length == (colour == 3 ? 1 : colour is 0 or 4 ? 2 : 6);
            default:
                return false;
        }
    }
}
