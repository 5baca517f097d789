using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// A P-256 public key to which something can be sealed: 65 bytes, the uncompressed point <c>04 | X(32) | Y(32)</c>
/// (SEC 1 v2, 2.3.3; RFC 9180, 7.1.1). Every instance made from outside bytes has been checked to lie on the curve.
/// </summary>
public readonly struct PublicKey : IEquatable<PublicKey>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 65;

    private readonly byte[]? _point;

    private PublicKey(byte[] point, PeerKey? peer = null) => (_point, Peer) = (point, peer);

    /// <summary>The 65 bytes. Empty only for <c>default</c>.</summary>
    public ReadOnlySpan<byte> Span => _point;

    /// <summary>The same key inside the platform, where somebody keeps it; else null.</summary>
    internal PeerKey? Peer { get; }

    internal byte[] Point => _point ?? throw new InvalidOperationException("No public key was given.");

    /// <summary>Reads and checks a key that came from a database, a file or a message.</summary>
    /// <param name="bytes">65 bytes, uncompressed point.</param>
    /// <exception cref="CryptographicException">Not 65 bytes, not uncompressed, a coordinate out of range, or not on the curve.</exception>
    public static PublicKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        // Threat: a point off the curve (or on its twist) makes the sender leak or the receiver reveal key bits. RFC 9180, 7.1.4.
        if (!P256.IsOnCurve(bytes))
        {
            throw new CryptographicException("Not a P-256 public key.");
        }

        return new PublicKey(bytes.ToArray());
    }

    /// <summary>A copy of the 65 bytes, for storing.</summary>
    public byte[] ToBytes() => Point.AsSpan().ToArray();

    /// <inheritdoc/>
    public bool Equals(PublicKey other) => CryptographicOperations.FixedTimeEquals(Span, other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PublicKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _point is null ? 0 : BitConverter.ToInt32(_point, 1);

    /// <summary>Same point.</summary>
    public static bool operator ==(PublicKey left, PublicKey right) => left.Equals(right);

    /// <summary>Another point.</summary>
    public static bool operator !=(PublicKey left, PublicKey right) => !left.Equals(right);

    internal static PublicKey Trusted(byte[] point) => new(point);

    /// <summary>This key for sealing to it more than once. Whoever asks disposes <see cref="Peer"/> in the end, or keeps it for good.</summary>
    internal PublicKey Kept() => new(Point, new PeerKey(Point));

    /// <summary>The same, where the platform has this key already, with its private half.</summary>
    internal PublicKey Kept(ECDiffieHellmanPublicKey known) => new(Point, new PeerKey(Point, known));
}
