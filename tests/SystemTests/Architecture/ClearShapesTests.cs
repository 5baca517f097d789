using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Messages;
using ReportingService.Data;

namespace ReportingService.SystemTests.Architecture;

public sealed class ClearShapesTests
{
    /// <summary>Codes, names that this service made itself, and what staff call themselves. Nothing a citizen typed.</summary>
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "CaseChanged.HolderDesk", "HolderExcluded.HolderDesk", "Bounce.FromDesk", "Bounce.Reason", "Case.HolderDesk", "Case.NamedUnit", "Case.NamedDesk", "Case.Municipality", "Case.Outcome",
        "Case.EscalateTo", "CaseGrant.Holder", "DurationBucket.Unit", "CaseItem.BlobName", "DeletionCertificate.Reason", "Notice.Desk", "Notice.Municipality", "Recusal.Desk", "Recusal.Reason",
        "RoutingRecord.RuleVersion", "Account.UserName", "Account.Language", "Membership.Desk", "UnitKey.Desk", "UnitKey.SignedBy", "UnitKeyGrant.Desk",
        "OutboxMessage.Desk", "OutboxMessage.LastErrorCode", "InboxMessage.Consumer", "AuditEntry.Actor", "AuditEntry.Action", "AuditEntry.Subject",
        "AuditEntry.Detail", "Setting.Name", "Setting.Value", "OrphanedBlob.Name", "RuleDraft.Purpose", "RuleVersion.Purpose",
        "BounceCount.RuleId", "BounceCount.RuleVersion", "BounceCount.Reason", "BounceCount.FromUnit", "BounceCount.ToUnit", "BounceCount.Municipality",
    };

    [Fact]
    public void Messages_HoldOnlyIdsAndClosedSets()
        => Assert.Empty(ClearShapes.Violations(Messages(), Codes, bytesAllowed: false));

    [Fact]
    public void StoredEntities_HoldOnlyClosedSetsAndSealedBytes()
        => Assert.Empty(ClearShapes.Violations(Entities(), Codes, bytesAllowed: true));

    [Fact]
    public void PlantedText_InMessageOrEntity_IsFound()
    {
        Assert.Contains("Planted.Text is String", ClearShapes.Violations([typeof(Planted)], Codes, bytesAllowed: true));
        Assert.Contains("Inner.Street is String", ClearShapes.Violations([typeof(Nested)], Codes, bytesAllowed: true));
        Assert.Contains("WithBytes.Sealed is Byte[]", ClearShapes.Violations([typeof(WithBytes)], Codes, bytesAllowed: false));
    }

    private static IEnumerable<Type> Messages()
        => typeof(ReportSubmitted).Assembly.GetTypes().Where(type => type.Namespace == typeof(ReportSubmitted).Namespace && type.IsPublic);

    private static IEnumerable<Type> Entities()
    {
        var sets = typeof(ReportingDb).GetProperties().Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>)).ToList();
        Assert.NotEmpty(sets);
        return sets.Select(set => set.PropertyType.GetGenericArguments()[0]);
    }

    private sealed record Planted(Guid Id, string Text);

    private sealed record Nested(Guid Id, IReadOnlyList<Inner> Inside);

    private sealed record Inner(string Street);

    private sealed record WithBytes(byte[] Sealed);
}
