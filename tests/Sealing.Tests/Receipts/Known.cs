namespace ReportingService.Sealing.Tests.Receipts;

/// <summary>The receipt of the secret bytes 01 to 0f and what the instance of these tests derives from it.</summary>
internal static class Known
{
    internal const string Receipt = "04109-6105W-0R3GR-G28A5-1C60B-T3GFE";
    internal const string Lookup = "fbb256cb687f9e5af9cb0ae21f7d660cec2a5de87947322a9303d490b4f8bcf7";
    internal const string PublicKey = "0424597879504bb5f0a8a132bf940240cc500eb232e691441d40b5dc6c9b0cc5309f9e7a995c8af7ea3b446b85c4d48c825904b94aa21fd47a17948f21ad1cb771";
}
