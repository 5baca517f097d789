using ReportingService.Sealing;

namespace ReportingService.Data;

/// <summary>Between the rows of the database and the records whose signatures are checked.</summary>
public static class KeyRows
{
    /// <summary>The record a row claims to be.</summary>
    public static UnitKeyRecord ToRecord(this UnitKey row) => new(
        row.Desk, row.Domain, row.Epoch, row.PublicKey, row.CreatedAt, row.ExpiresAt, row.SigningPublicKey, row.Signature ?? [], row.SignedBy);

    /// <summary>The row of a record: pending while nobody has signed it.</summary>
    public static UnitKey ToRow(this UnitKeyRecord record, byte[] recoveryWrap) => new()
    {
        Desk = record.Desk,
        Domain = record.Domain,
        Epoch = record.Epoch,
        PublicKey = record.PublicKey,
        CreatedAt = record.CreatedAt,
        ExpiresAt = record.ExpiresAt,
        SigningPublicKey = record.SigningPublicKey,
        Signature = record.IsPending ? null : record.Signature,
        SignedBy = record.SignedBy,
        RecoveryWrap = recoveryWrap,
        State = record.IsPending ? UnitKeyState.Pending : UnitKeyState.Active,
    };

    /// <summary>The record a row claims to be.</summary>
    public static RouterKeyRecord ToRecord(this RouterEpoch row) => new(row.Epoch, row.PublicKey, row.CreatedAt, row.Signature);
}
