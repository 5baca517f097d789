using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportingService.Data;

internal sealed class UnitKeyConfiguration : IEntityTypeConfiguration<UnitKey>
{
    public void Configure(EntityTypeBuilder<UnitKey> builder)
    {
        builder.Property(k => k.Desk).HasMaxLength(60);
        builder.Property(k => k.PublicKey).HasMaxLength(200);
        builder.Property(k => k.SigningPublicKey).HasMaxLength(200);
        builder.Property(k => k.Signature).HasMaxLength(200);
        builder.HasKey(k => new { k.Desk, k.Epoch });
    }
}

internal sealed class UnitKeyGrantConfiguration : IEntityTypeConfiguration<UnitKeyGrant>
{
    public void Configure(EntityTypeBuilder<UnitKeyGrant> builder)
    {
        builder.Property(g => g.Desk).HasMaxLength(60);
        builder.HasKey(g => new { g.Desk, g.Epoch, g.AccountId });
        builder.HasOne<UnitKey>().WithMany().HasForeignKey(g => new { g.Desk, g.Epoch }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Account>().WithMany().HasForeignKey(g => g.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RouterEpochConfiguration : IEntityTypeConfiguration<RouterEpoch>
{
    public void Configure(EntityTypeBuilder<RouterEpoch> builder)
    {
        builder.HasKey(e => e.Epoch);
        builder.Property(e => e.Epoch).ValueGeneratedNever();
        builder.Property(e => e.PublicKey).HasMaxLength(200);
        builder.Property(e => e.Signature).HasMaxLength(200);
    }
}
