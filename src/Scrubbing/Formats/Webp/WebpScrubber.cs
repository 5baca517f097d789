using System.Text;
using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Webp;

/// <summary>Rebuilds a WebP from its picture chunks. See README.md of this folder.</summary>
internal sealed partial class WebpScrubber : FormatScrubber
{
    private const byte FlagAnimation = 0x02;
    private const byte FlagExif = 0x08;
    private const byte FlagAlpha = 0x10;
    private const byte FlagIcc = 0x20;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head.Slice(8, 4).SequenceEqual("WEBP"u8) ? MediaFormat.Webp : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        // The length in the RIFF header is only known when everything has been read: the original waits in scratch.
        using var scratch = new EncryptedScratch(context);
        while (await input.FillAsync(1) > 0)
        {
            await scratch.AppendAsync(input.BufferedMemory);
            input.Consume(input.Buffered.Length);
        }

        var reader = new ScrubReader(scratch, context);
        var file = new WebpFile(context);
        await file.ReadAsync(reader, scratch.Length);
        var parts = file.Build();
        output.Write("RIFF"u8);
        output.WriteUInt32Little((uint)(4 + parts.Sum(p => p.TotalLength)));
        output.Write("WEBP"u8);
        foreach (var part in parts)
        {
            await WriteAsync(reader, output, part);
        }

        if (file.Trailer > 0 && !context.Rules.Hold(WebpRules.Trailer))
        {
            reader.Seek(scratch.Length - file.Trailer);
            await reader.CopyToAsync(output, file.Trailer);
        }
    }

    private static async ValueTask WriteAsync(ScrubReader reader, ScrubWriter output, WebpPart part)
    {
        output.Write(Encoding.ASCII.GetBytes(part.Name));
        output.WriteUInt32Little((uint)part.BodyLength);
        output.Write(part.Head);
        if (part.Length > 0)
        {
            reader.Seek(part.Offset);
            await reader.CopyToAsync(output, part.Length);
        }

        foreach (var inner in part.Inner)
        {
            await WriteAsync(reader, output, inner);
        }

        if ((part.BodyLength & 1) != 0)
        {
            output.WriteByte(part.Pad);
        }
    }
}
