namespace ReportingService.Scrubbing;

/// <summary>What became of a file: <see cref="Clean"/> or <see cref="Refused"/>, nothing between.</summary>
public abstract record ScrubOutcome
{
    private ScrubOutcome()
    {
    }

    /// <summary>The output was rebuilt and verified.</summary>
    /// <param name="Report">What was removed: kinds and counts, never values.</param>
    /// <param name="Sha256">SHA-256 of the output, 32 bytes. No hash of the original is ever taken.</param>
    /// <param name="Format">The format found in the bytes.</param>
    /// <param name="Length">Length of the output in bytes.</param>
    public sealed record Clean(RemovalReport Report, byte[] Sha256, MediaFormat Format, long Length) : ScrubOutcome
    {
        /// <summary>Picture, video or sound.</summary>
        public MediaKind Kind => Format.Kind();
    }

    /// <summary>The file was refused. Whatever was written to the output stream must be thrown away by the caller.</summary>
    /// <param name="Code">The stable reason.</param>
    /// <param name="Detail">One English sentence for a log or a developer. It names structures, never values from the file.</param>
    public sealed record Refused(RefusalCode Code, string Detail) : ScrubOutcome;
}
