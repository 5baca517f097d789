using System.Security.Cryptography;

namespace ReportingService.Sealing.Tests.Keys;

public sealed class PublicKeyTests
{
    private static readonly byte[] Good = P256.Generate(new byte[32]);

    [Fact]
    public void FromBytes_APointOnTheCurve_IsKept() => Assert.Equal(Good, PublicKey.FromBytes(Good).ToBytes());

    [Fact]
    public void FromBytes_AnyBitChanged_IsRefused()
    {
        for (var bit = 0; bit < Good.Length * 8; bit++)
        {
            var changed = (byte[])Good.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CryptographicException>(() => PublicKey.FromBytes(changed));
            Assert.Throws<CryptographicException>(() => VerifyingKey.FromBytes(changed));
        }
    }

    [Fact]
    public void FromBytes_OtherEncodings_AreRefused()
    {
        byte[] compressed = [0x02, .. Good[1..33]];
        byte[] hybrid = [0x06, .. Good[1..]];
        foreach (var bytes in (byte[][])[[], [0x00], compressed, hybrid, new byte[65], [0x04, .. new byte[64]], [.. Good, 0x00], Good[..64]])
        {
            Assert.Throws<CryptographicException>(() => PublicKey.FromBytes(bytes));
        }
    }

    /// <summary>x and x + p are the same point to careless code; only the reduced one is a key.</summary>
    [Fact]
    public void FromBytes_CoordinateNotBelowThePrime_IsRefused()
    {
        // The point with the smallest x on the curve that stays below 2^256 when p is added: x = 5.
        var p = Convert.FromHexString("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
        var y = Convert.FromHexString("459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc");
        byte[] x = [.. new byte[31], 5];
        byte[] small = [0x04, .. x, .. y];
        Assert.Equal(small, PublicKey.FromBytes(small).ToBytes());
        var large = new System.Numerics.BigInteger(p, isUnsigned: true, isBigEndian: true) + 5;
        byte[] wrapped = [0x04, .. large.ToByteArray(isUnsigned: true, isBigEndian: true), .. y];
        Assert.Throws<CryptographicException>(() => PublicKey.FromBytes(wrapped));
    }

    [Fact]
    public void IsScalar_ZeroAndOrder_AreRefused()
    {
        Assert.False(P256.IsScalar(new byte[32]));
        Assert.False(P256.IsScalar(P256.Order));
        Assert.False(P256.IsScalar([.. Enumerable.Repeat((byte)0xff, 32)]));
        var largest = P256.Order.ToArray();
        largest[31]--;
        Assert.True(P256.IsScalar(largest));
    }

    [Fact]
    public void Fingerprint_OfTwoKindsOfKey_Differs()
    {
        var sealing = KeyFingerprint.Of(PublicKey.FromBytes(Good));
        Assert.Matches(@"^(\d{5} ){7}\d{5}$", sealing);
        Assert.Equal(sealing, KeyFingerprint.Of(PublicKey.FromBytes(Good)));
        Assert.NotEqual(sealing, KeyFingerprint.Of(VerifyingKey.FromBytes(Good)));
    }
}
