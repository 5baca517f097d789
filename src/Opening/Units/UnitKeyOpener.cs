using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens a desk's keys with a member's account key.</summary>
public static class UnitKeyOpener
{
    /// <summary>Opens the grant of one epoch and checks that it fits the record.</summary>
    /// <param name="accountKey">The member's key, from their vault.</param>
    /// <param name="accountId">The member.</param>
    /// <param name="record">The epoch's stored record.</param>
    /// <param name="instance">The installation.</param>
    /// <param name="grant">The member's stored grant of that epoch.</param>
    /// <exception cref="SealBrokenException">Damaged, moved, of another account, or not the record's keys.</exception>
    public static UnitPrivateKey Open(PrivateKey accountKey, Guid accountId, UnitKeyRecord record, InstanceId instance, ReadOnlySpan<byte> grant)
    {
        ArgumentNullException.ThrowIfNull(accountKey);
        ArgumentNullException.ThrowIfNull(record);
        if (grant.Length <= UnitSecret.AdmissionSize)
        {
            throw new SealBrokenException();
        }

        var context = KeyWrap.MemberContext(instance, record.Desk, record.Epoch, accountId);
        var key = UnitSecret.Unwrap(accountKey, context, record, grant[..^UnitSecret.AdmissionSize]);
        if (UnitSecret.IsAdmitted(key, new UnitMember(accountId, accountKey.Public), instance, grant))
        {
            return key;
        }

        key.Dispose();
        throw new SealBrokenException();
    }
}
