using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Data.Tests;

/// <summary>Rows with random contents.</summary>
public static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 1, 22, 10, 15, 0, TimeSpan.Zero);

    public static Case Case() => new()
    {
        Id = Guid.NewGuid(),
        CreatedAt = Time,
        Urgency = Urgency.Normal,
        Domain = KeyDomain.Police,
        Protection = Protection.None,
        CasePublicKey = RandomNumberGenerator.GetBytes(65),
        ReporterPublicKey = RandomNumberGenerator.GetBytes(65),
        ReceiptLookup = RandomNumberGenerator.GetBytes(32),
        CaseTag = RandomNumberGenerator.GetBytes(32),
        AuditId = Guid.NewGuid(),
        SealedOutcome = RandomNumberGenerator.GetBytes(100),
        LastActivityAt = Time,
    };

    public static CaseGrant Grant(Guid caseId, byte[] wrapped) => new()
    {
        CaseId = caseId,
        HolderKind = HolderKind.Desk,
        Holder = "PS_GJILAN",
        Epoch = 1,
        Domain = KeyDomain.Police,
        WrappedKey = wrapped,
    };
}
