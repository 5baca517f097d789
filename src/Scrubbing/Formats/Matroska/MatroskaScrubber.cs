namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Matroska and WebM: see the README beside this file for what is kept and why.</summary>
internal sealed class MatroskaScrubber : FormatScrubber
{
    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        !head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? null
            : head[..Math.Min(head.Length, 256)].IndexOf("webm"u8) >= 0 ? MediaFormat.Webm : MediaFormat.Matroska;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await using var job = new MatroskaJob(input, output, context);
        await job.RunAsync();
    }

    public override Task VerifyAsync(ScrubReader output, ScrubContext context) => new MatroskaVerifier(output, context).RunAsync();
}
