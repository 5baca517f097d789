using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Starts a router epoch, signed by the router's identity. The private half goes to the key folder, never to the database.</summary>
public static class RouterKeyMaker
{
    /// <summary>Makes epoch <paramref name="epoch"/> (counting from 1). The caller stores the key (<see cref="PrivateKey.CopyScalarTo"/>) before the record, and disposes it.</summary>
    public static (RouterKeyRecord Record, PrivateKey Key) Create(int epoch, SigningKey identity, InstanceId instance, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        var key = PrivateKey.Create();
        var record = new RouterKeyRecord(epoch, key.Public.ToBytes(), DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), []);
        return (record with { Signature = identity.Sign(KeyRecordBytes.Signed(record, instance)) }, key);
    }
}
