namespace ReportingService.Sealing.Tests.Keys;

/// <summary>RFC 9180, Appendix A.3 (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM), and messages of another implementation for the service's own AES-256-GCM.</summary>
public sealed class HpkeVectorTests
{
    private static readonly byte[] Info = "Ode on a Grecian Urn"u8.ToArray();
    private static readonly byte[] Plain = "Beauty is truth, truth beauty"u8.ToArray();
    private static readonly byte[] Aad = "Count-0"u8.ToArray();

    [Theory]
    [InlineData("4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e", "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb", "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4")]
    [InlineData("668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550", "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2", "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0")]
    public void DeriveKeyPair_RfcA31_GivesTheRfcsKeys(string ikm, string scalar, string point)
    {
        var derived = new byte[32];
        HpkeSchedule.DeriveScalar(Convert.FromHexString(ikm), derived);
        Assert.Equal(scalar, Convert.ToHexStringLower(derived));
        Assert.Equal(point, Convert.ToHexStringLower(P256.PublicOf(derived)));
    }

    [Fact]
    public void Seal_RfcA31Base_GivesTheRfcsCiphertextAndOpens()
    {
        var scalar = Convert.FromHexString("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2");
        var receiver = PublicKey.FromBytes(P256.PublicOf(scalar));
        var ephemeral = Convert.FromHexString("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb");
        using var agreement = KeyAgreement.Of(ephemeral);
        using var own = KeyAgreement.Of(scalar);
        var sealedText = HpkeSender.Seal(HpkeAead.Aes128Gcm, agreement, null, receiver, Info, Aad, Plain);
        Assert.Equal(
            "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
            + "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
            Convert.ToHexStringLower(sealedText));
        Assert.Equal(Plain, HpkeReceiver.Open(HpkeAead.Aes128Gcm, own, null, Info, Aad, sealedText));
    }

    [Fact]
    public void Seal_RfcA33Auth_GivesTheRfcsCiphertextAndOpensForItsSenderOnly()
    {
        var scalar = Convert.FromHexString("d929ab4be2e59f6954d6bedd93e638f02d4046cef21115b00cdda2acb2a4440e");
        var receiver = PublicKey.FromBytes(P256.PublicOf(scalar));
        var senderScalar = Convert.FromHexString("1120ac99fb1fccc1e8230502d245719d1b217fe20505c7648795139d177f0de9");
        using var senderKey = KeyAgreement.Of(senderScalar);
        var sender = PublicKey.FromBytes(P256.PublicOf(senderScalar));
        Assert.StartsWith("04a817a0902bf28e036d66add5d544cc3a0457", Convert.ToHexStringLower(sender.Span), StringComparison.Ordinal);
        var ephemeral = Convert.FromHexString("6b8de0873aed0c1b2d09b8c7ed54cbf24fdf1dfc7a47fa501f918810642d7b91");
        using var agreement = KeyAgreement.Of(ephemeral);
        using var own = KeyAgreement.Of(scalar);
        var sealedText = HpkeSender.Seal(HpkeAead.Aes128Gcm, agreement, senderKey, receiver, Info, Aad, Plain);
        Assert.Equal(
            "042224f3ea800f7ec55c03f29fc9865f6ee27004f818fcbdc6dc68932c1e52e15b79e264a98f2c535ef06745f3d308624414153b22c7332bc1e691cb4af4d53454"
            + "82ffc8c44760db691a07c5627e5fc2c08e7a86979ee79b494a17cc3405446ac2bdb8f265db4a099ed3289ffe19",
            Convert.ToHexStringLower(sealedText));
        Assert.Equal(Plain, HpkeReceiver.Open(HpkeAead.Aes128Gcm, own, sender, Info, Aad, sealedText));
        Assert.Throws<SealBrokenException>(() => HpkeReceiver.Open(HpkeAead.Aes128Gcm, own, null, Info, Aad, sealedText));
        Assert.Throws<SealBrokenException>(() => HpkeReceiver.Open(HpkeAead.Aes128Gcm, own, receiver, Info, Aad, sealedText));
    }

    /// <summary>Sealed by pyca/cryptography 48 (HPKE with P256, HKDF_SHA256, AES_256_GCM) to the key of A.3.1, without bound data.</summary>
    [Fact]
    public void Open_SealedByAnotherImplementationWithAes256_Opens()
    {
        var scalar = Convert.FromHexString("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2");
        using var own = KeyAgreement.Of(scalar);
        var sealedText = Convert.FromHexString(
            "040bc8fd7a80048b721c567f3e58634e00800e8ae63250607b0c619021f288a1feca791177002a065d01795a8c79d8fb631745fa603a59563fe5a3c360a57ab091"
            + "8c250220436e00d7004595f69af7c3d546e720e09da22a8cde796a58fb8c971e2d7f7f21c933b9bd358ec76965");
        Assert.Equal(Plain, HpkeReceiver.Open(HpkeAead.Aes256Gcm, own, null, Info, default, sealedText));
    }

    [Fact]
    public void Seal_Twice_NeverRepeatsABlock()
    {
        var scalar = new byte[32];
        var receiver = PublicKey.FromBytes(P256.Generate(scalar));
        var first = Hpke.Seal(receiver, Info, Aad, Plain);
        var second = Hpke.Seal(receiver, Info, Aad, Plain);
        using var own = KeyAgreement.Of(scalar);
        Assert.NotEqual(first[..65], second[..65]);
        Assert.NotEqual(first[65..], second[65..]);
        Assert.Equal(Plain, HpkeReceiver.Open(HpkeAead.Aes256Gcm, own, null, Info, Aad, second));
    }
}
