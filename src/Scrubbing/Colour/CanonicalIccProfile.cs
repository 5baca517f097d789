using System.Collections.Immutable;

namespace ReportingService.Scrubbing;

/// <summary>A profile of our own.</summary>
/// <param name="Name">The colour space.</param>
/// <param name="Bytes">The whole profile, ICC version 4.2.</param>
/// <param name="Sha256">SHA-256 in lower-case hexadecimal, for checkers that hold a list.</param>
public sealed record CanonicalIccProfile(string Name, ImmutableArray<byte> Bytes, string Sha256);
