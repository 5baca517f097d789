using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Starts a router epoch, signed by the router's identity. The private half goes to the key folder, never to the database.</summary>
public static class RouterKeyMaker
{
    /// <summary>Makes epoch <paramref name="epoch"/> (counting from 1).</summary>
    public static (RouterKeyRecord Record, PrivateKey Key) Create(int epoch, SigningKey identity, InstanceId instance, DateTimeOffset now)
        => throw new NotSupportedException();
}
