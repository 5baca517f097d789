using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>The curve NIST P-256 (SP 800-186, 3.2.1.3): points and scalars.</summary>
internal static class P256
{
    internal const int ScalarSize = 32;

    private static readonly BigInteger Prime = Hex("0ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static readonly BigInteger B = Hex("05ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    /// <summary>The order of the group, big-endian; a private scalar is in [1, order).</summary>
    internal static ReadOnlySpan<byte> Order =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];

    /// <summary>Full validation of SP 800-56A, 5.6.2.3.3 (the cofactor is 1, so lying on the curve is lying in the group).</summary>
    internal static bool IsOnCurve(ReadOnlySpan<byte> point)
    {
        if (point.Length != PublicKey.Size || point[0] != 0x04)
        {
            return false;
        }

        var x = new BigInteger(point[1..33], isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(point[33..65], isUnsigned: true, isBigEndian: true);
        return x < Prime && y < Prime && ((y * y) - (((x * x) - 3) * x) - B) % Prime == 0;
    }

    /// <summary>True for a big-endian scalar in [1, order). Not constant in time over the first differing byte; reveals nothing of use.</summary>
    internal static bool IsScalar(ReadOnlySpan<byte> scalar)
        => scalar.Length == ScalarSize && scalar.IndexOfAnyExcept((byte)0) >= 0 && scalar.SequenceCompareTo(Order) < 0;

    internal static ECParameters PublicParameters(ReadOnlySpan<byte> point) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..65].ToArray() },
    };

    /// <summary>Makes a fresh key pair; the caller zeroes <paramref name="scalar"/>.</summary>
    internal static byte[] Generate(Span<byte> scalar)
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        parameters.D.CopyTo(scalar);
        CryptographicOperations.ZeroMemory(parameters.D);
        return Point(parameters.Q);
    }

    /// <summary>The public point of a private scalar.</summary>
    internal static byte[] PublicOf(ReadOnlySpan<byte> scalar)
    {
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar.ToArray() };
        try
        {
            using var key = ECDiffieHellman.Create(parameters);
            return Point(key.ExportParameters(includePrivateParameters: false).Q);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    private static byte[] Point(ECPoint q) => [0x04, .. q.X!, .. q.Y!];

    private static BigInteger Hex(string digits) => BigInteger.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
