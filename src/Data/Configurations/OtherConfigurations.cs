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

internal sealed class RuleAuthorConfiguration : IEntityTypeConfiguration<RuleAuthor>
{
    public void Configure(EntityTypeBuilder<RuleAuthor> builder)
    {
        builder.HasKey(a => a.AccountId);
        builder.Property(a => a.AccountId).ValueGeneratedNever();
        builder.Property(a => a.SigningPublicKey).HasMaxLength(65);
        builder.Property(a => a.Signature).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RuleDraftConfiguration : IEntityTypeConfiguration<RuleDraft>
{
    public void Configure(EntityTypeBuilder<RuleDraft> builder)
    {
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Property(d => d.AuthorSignature).HasMaxLength(64);
        builder.Property(d => d.PikSignature).HasMaxLength(64);
        builder.Property(d => d.HelplineSignature).HasMaxLength(64);
        builder.HasIndex(d => d.State);
    }
}

internal sealed class RuleVersionConfiguration : IEntityTypeConfiguration<RuleVersion>
{
    public void Configure(EntityTypeBuilder<RuleVersion> builder)
    {
        builder.HasKey(v => v.Number);
        builder.Property(v => v.Number).ValueGeneratedNever();
        builder.Property(v => v.Author).HasMaxLength(200);
        builder.Property(v => v.AuthorSignature).HasMaxLength(64);
        builder.Property(v => v.Activator).HasMaxLength(200);
        builder.Property(v => v.ActivatorSignature).HasMaxLength(64);
        builder.Property(v => v.PikSignature).HasMaxLength(64);
        builder.Property(v => v.HelplineSignature).HasMaxLength(64);
    }
}

internal sealed class BounceCountConfiguration : IEntityTypeConfiguration<BounceCount>
{
    public void Configure(EntityTypeBuilder<BounceCount> builder)
    {
        builder.Property(b => b.RuleId).HasMaxLength(80);
        builder.Property(b => b.RuleVersion).HasMaxLength(80);
        builder.Property(b => b.Reason).HasMaxLength(40);
        builder.Property(b => b.FromUnit).HasMaxLength(40);
        builder.Property(b => b.ToUnit).HasMaxLength(40);
        builder.Property(b => b.Municipality).HasMaxLength(40);
        builder.HasKey(b => new { b.Month, b.RuleId, b.RuleVersion, b.Reason, b.FromUnit, b.ToUnit, b.Municipality });
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
