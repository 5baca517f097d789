using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportingService.Data;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.CasePublicKey).HasMaxLength(65);
        builder.Property(c => c.ReporterPublicKey).HasMaxLength(65);
        builder.Property(c => c.ReceiptLookup).HasMaxLength(32);
        builder.Property(c => c.CaseTag).HasMaxLength(32);
        builder.HasIndex(c => c.ReceiptLookup).IsUnique();
        builder.HasIndex(c => c.AuditId).IsUnique();

        // The other parts of a report, whenever its receipt is typed.
        builder.HasIndex(c => c.ReporterPublicKey);

        // The queue of a desk: most urgent first, then oldest first, page by page without sorting.
        builder.HasIndex(c => new { c.HolderDesk, c.State, c.Urgency, c.CreatedAt, c.Id }).IsDescending(false, false, true, false, false);
        builder.HasIndex(c => c.DeleteAfter);

        // Reports nobody has taken, for the alarms.
        builder.HasIndex(c => new { c.OwnerAccountId, c.State, c.Urgency });
    }
}

internal sealed class CaseItemConfiguration : IEntityTypeConfiguration<CaseItem>
{
    public void Configure(EntityTypeBuilder<CaseItem> builder)
    {
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasOne<Case>().WithMany().HasForeignKey(i => i.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(i => new { i.CaseId, i.Seq }).IsUnique();
        builder.HasIndex(i => i.BlobName);
    }
}

internal sealed class CaseGrantConfiguration : IEntityTypeConfiguration<CaseGrant>
{
    public void Configure(EntityTypeBuilder<CaseGrant> builder)
    {
        builder.Property(g => g.Holder).HasMaxLength(60);
        builder.HasKey(g => new { g.CaseId, g.HolderKind, g.Holder, g.Epoch });
        builder.HasOne<Case>().WithMany().HasForeignKey(g => g.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(g => new { g.HolderKind, g.Holder });
    }
}

internal sealed class RouterEnvelopeConfiguration : IEntityTypeConfiguration<RouterEnvelope>
{
    public void Configure(EntityTypeBuilder<RouterEnvelope> builder)
    {
        builder.HasKey(e => e.CaseId);
        builder.Property(e => e.CaseId).ValueGeneratedNever();
        builder.HasOne<Case>().WithOne().HasForeignKey<RouterEnvelope>(e => e.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(e => e.Epoch);
    }
}

internal sealed class CaseMessageConfiguration : IEntityTypeConfiguration<CaseMessage>
{
    public void Configure(EntityTypeBuilder<CaseMessage> builder)
    {
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasOne<Case>().WithMany().HasForeignKey(m => m.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => new { m.CaseId, m.Seq }).IsUnique();
    }
}

internal sealed class RoutingRecordConfiguration : IEntityTypeConfiguration<RoutingRecord>
{
    public void Configure(EntityTypeBuilder<RoutingRecord> builder)
    {
        builder.HasKey(r => r.CaseId);
        builder.Property(r => r.CaseId).ValueGeneratedNever();
        builder.HasOne<Case>().WithOne().HasForeignKey<RoutingRecord>(r => r.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> builder)
    {
        builder.Property(n => n.Desk).HasMaxLength(60);
        builder.HasKey(n => new { n.CaseId, n.Desk });
        builder.HasOne<Case>().WithMany().HasForeignKey(n => n.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(n => new { n.Desk, n.CreatedAt });
    }
}

internal sealed class RecusalConfiguration : IEntityTypeConfiguration<Recusal>
{
    public void Configure(EntityTypeBuilder<Recusal> builder)
    {
        builder.HasKey(r => new { r.CaseId, r.AccountId });
        builder.HasOne<Case>().WithMany().HasForeignKey(r => r.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BounceConfiguration : IEntityTypeConfiguration<Bounce>
{
    public void Configure(EntityTypeBuilder<Bounce> builder)
    {
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.HasOne<Case>().WithMany().HasForeignKey(b => b.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(b => b.CaseId);
    }
}

internal sealed class HandOffProposalConfiguration : IEntityTypeConfiguration<HandOffProposal>
{
    public void Configure(EntityTypeBuilder<HandOffProposal> builder)
    {
        builder.HasKey(p => new { p.CaseId, p.ItemId });
        builder.HasOne<Case>().WithMany().HasForeignKey(p => p.CaseId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeletionCertificateConfiguration : IEntityTypeConfiguration<DeletionCertificate>
{
    public void Configure(EntityTypeBuilder<DeletionCertificate> builder)
    {
        builder.HasKey(c => c.AuditId);
        builder.Property(c => c.AuditId).ValueGeneratedNever();
    }
}
