using System.Security.Cryptography;

namespace ReportingService.Data;

/// <summary>Names of blobs: random, so that neither report nor order can be read from them.</summary>
internal static class BlobName
{
    private const int Length = 32;

    public static string New() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>Threat: a name from a tampered row could climb out of the folder. Only names this class makes pass.</summary>
    public static bool IsValid(string name) => name.Length == Length && !name.AsSpan().ContainsAnyExcept("0123456789abcdef");

    public static string Require(string name) => IsValid(name) ? name : throw new ArgumentException("Not the name of a blob.", nameof(name));
}
