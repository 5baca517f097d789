namespace ReportingService.Sealing;

/// <summary>The first two bytes of everything sealed.</summary>
internal static class Suite
{
    /// <summary>Version of the envelope layout.</summary>
    internal const byte Version = 0x01;

    /// <summary>DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. 0x02 is reserved for a hybrid with ML-KEM-768.</summary>
    internal const byte P256Aes256 = 0x01;
}
