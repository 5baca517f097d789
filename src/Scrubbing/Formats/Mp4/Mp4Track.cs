using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>A track that is kept: sound or moving picture, its entries already rebuilt.</summary>
internal sealed class Mp4Track
{
    public required uint Id { get; init; }

    public required bool Video { get; init; }

    public required bool Enabled { get; init; }

    public required bool Alternate { get; init; }

    public required uint Timescale { get; init; }

    public required long Creation { get; init; }

    public required uint WidthFixed { get; init; }

    public required uint HeightFixed { get; init; }

    public required Orientation Orientation { get; init; }

    public required List<SampleEntry> Entries { get; init; }

    public required SampleTable Table { get; init; }

    /// <summary>Silence or black before the track begins, in the movie's timescale.</summary>
    public ulong EmptyLead { get; set; }

    public bool HasEdit { get; set; }

    public ulong EditDuration { get; set; }

    /// <summary>Where the shown part begins, in the track's timescale, counted from the first kept sample.</summary>
    public long EditStart { get; set; }

    public int FirstSample { get; set; }

    public int EndSample { get; set; }

    public ulong MediaDuration { get; set; }

    public int KeptSamples => EndSample - FirstSample;

    // Filled from the fragment defaults (trex).
    public uint DefaultDescription { get; set; } = 1;

    public uint DefaultDuration { get; set; }

    public uint DefaultSize { get; set; }

    public uint DefaultFlags { get; set; }
}

/// <summary>One rebuilt sample entry: its bytes, and what the samples under it look like.</summary>
/// <param name="Box">The whole box.</param>
/// <param name="Cleaner">How its samples are cleaned.</param>
/// <param name="Packet">For sound of constant bit rate in QuickTime: samples per packet and bytes per packet, else zeros.</param>
internal sealed record SampleEntry(byte[] Box, SampleCleaner Cleaner, (uint Samples, uint Bytes) Packet, bool QuickTime);
