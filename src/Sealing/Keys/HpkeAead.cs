namespace ReportingService.Sealing;

/// <summary>An AES-GCM of RFC 9180, 7.3. The service uses 256 bits; 128 exists so that the RFC's own vectors can be run.</summary>
internal sealed record HpkeAead(ushort Id, int KeySize)
{
    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    internal static readonly HpkeAead Aes128Gcm = new(0x0001, 16);
    internal static readonly HpkeAead Aes256Gcm = new(0x0002, 32);
}
