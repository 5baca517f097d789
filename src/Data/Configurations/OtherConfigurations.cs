using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportingService.Data;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasKey(a => a.Seq);
        builder.Property(a => a.Seq).ValueGeneratedNever();
        builder.Property(a => a.PreviousHash).HasMaxLength(32);
        builder.Property(a => a.Hash).HasMaxLength(32);
        builder.HasIndex(a => a.Subject);
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Hash).HasMaxLength(32);
        builder.HasData(new AuditHead { Id = 1, Seq = 0, Hash = new byte[32] });
    }
}

internal sealed class OrphanedBlobConfiguration : IEntityTypeConfiguration<OrphanedBlob>
{
    public void Configure(EntityTypeBuilder<OrphanedBlob> builder)
    {
        builder.HasKey(b => b.Name);
        builder.Property(b => b.Name).HasMaxLength(64);
    }
}

internal sealed class DurationBucketConfiguration : IEntityTypeConfiguration<DurationBucket>
{
    public void Configure(EntityTypeBuilder<DurationBucket> builder)
    {
        builder.Property(b => b.Unit).HasMaxLength(60);
        builder.HasKey(b => new { b.Unit, b.Month, b.Measure, b.Step });
    }
}

internal sealed class SettingConfiguration : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(100);
        builder.Property(s => s.Value).HasMaxLength(4000);
    }
}
