using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens a desk's keys with a member's account key.</summary>
public static class UnitKeyOpener
{
    /// <summary>Opens the grant of one epoch and checks that it fits the record.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, of another account, or not the record's keys.</exception>
    public static UnitPrivateKey Open(PrivateKey accountKey, Guid accountId, UnitKeyRecord record, InstanceId instance, ReadOnlySpan<byte> grant)
        => throw new NotSupportedException();
}
