namespace ReportingService.Scrubbing.Formats.Mp4;

internal sealed class Mp4Verifier(ScrubReader output, ScrubContext context)
{
    public async Task RunAsync()
    {
        context.Checkpoint();
        await output.DrainAsync();
    }
}
