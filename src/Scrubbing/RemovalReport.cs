using System.Globalization;

namespace ReportingService.Scrubbing;

/// <summary>What was removed from one file: a count per kind, never a value, so it may be stored and shown.</summary>
public sealed class RemovalReport : IEquatable<RemovalReport>
{
    /// <summary>How many kinds there are; <see cref="RemovalKind"/> values run from zero below it.</summary>
    internal const int Kinds = 8;

    private readonly int[] counts;

    internal RemovalReport(ReadOnlySpan<int> counts) => this.counts = counts.ToArray();

    /// <summary>Nothing was found.</summary>
    public static RemovalReport Nothing { get; } = new(new int[Kinds]);

    /// <summary>How many entries of a kind were removed.</summary>
    public int this[RemovalKind kind] => counts[(int)kind];

    /// <summary>True when nothing but the coded media was in the file.</summary>
    public bool IsEmpty => Array.TrueForAll(counts, c => c == 0);

    /// <summary>The kinds found, in fixed order, with counts above zero.</summary>
    public IEnumerable<KeyValuePair<RemovalKind, int>> Found =>
        counts.Select((count, kind) => KeyValuePair.Create((RemovalKind)kind, count)).Where(pair => pair.Value > 0);

    /// <summary>The stable text name of a kind, for example <c>place</c>.</summary>
    public static string Text(RemovalKind kind) => kind switch
    {
        RemovalKind.Place => "place",
        RemovalKind.Time => "time",
        RemovalKind.Device => "device",
        RemovalKind.Serial => "serial",
        RemovalKind.Thumbnail => "thumbnail",
        RemovalKind.Software => "software",
        RemovalKind.People => "people",
        RemovalKind.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>For example <c>place=1;time=3</c>; empty when nothing was removed.</summary>
    public override string ToString() =>
        string.Join(';', Found.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Text(pair.Key)}={pair.Value}")));

    /// <inheritdoc/>
    public bool Equals(RemovalReport? other) => other is not null && counts.AsSpan().SequenceEqual(other.counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RemovalReport);

    /// <inheritdoc/>
    public override int GetHashCode() => counts.Aggregate(17, HashCode.Combine);
}
