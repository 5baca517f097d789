using Microsoft.EntityFrameworkCore;

namespace ReportingService.Data;

/// <summary>The one model of all three engines. Each engine derives a context that holds its own migrations.</summary>
public abstract class ReportingDb(DbContextOptions options) : DbContext(options)
{
    private readonly List<OutboxMessage> _outboxAdded = [];

    public DbSet<Case> Cases => Set<Case>();

    public DbSet<CaseItem> CaseItems => Set<CaseItem>();

    public DbSet<CaseGrant> CaseGrants => Set<CaseGrant>();

    public DbSet<RouterEnvelope> RouterEnvelopes => Set<RouterEnvelope>();

    public DbSet<CaseMessage> CaseMessages => Set<CaseMessage>();

    public DbSet<RoutingRecord> RoutingRecords => Set<RoutingRecord>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<Recusal> Recusals => Set<Recusal>();

    public DbSet<Bounce> Bounces => Set<Bounce>();

    public DbSet<HandOffProposal> HandOffProposals => Set<HandOffProposal>();

    public DbSet<DeletionCertificate> DeletionCertificates => Set<DeletionCertificate>();

    public DbSet<DurationBucket> DurationBuckets => Set<DurationBucket>();

    public DbSet<UnitKey> UnitKeys => Set<UnitKey>();

    public DbSet<UnitKeyGrant> UnitKeyGrants => Set<UnitKeyGrant>();

    public DbSet<RouterEpoch> RouterEpochs => Set<RouterEpoch>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Invite> Invites => Set<Invite>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    public DbSet<RuleAuthor> RuleAuthors => Set<RuleAuthor>();

    public DbSet<RuleDraft> RuleDrafts => Set<RuleDraft>();

    public DbSet<RuleVersion> RuleVersions => Set<RuleVersion>();

    public DbSet<BounceCount> BounceCounts => Set<BounceCount>();

    public DbSet<OrphanedBlob> OrphanedBlobs => Set<OrphanedBlob>();

    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>True in contexts made for reading: writing goes through <see cref="IDatabaseWriter"/>, which alone keeps the promises of durability and order.</summary>
    public bool ForReading { get; internal set; }

    /// <summary>Rows to hand to the publisher once the transaction has committed.</summary>
    internal IReadOnlyList<OutboxMessage> OutboxAdded => _outboxAdded;

    /// <summary>Whether this unit of work destroys key material, so that remnants are wiped after its commit.</summary>
    public bool DestroysKeys { get; private set; }

    /// <summary>Says that a bulk delete of this unit of work destroyed key material (tracked deletes are noticed by themselves).</summary>
    public void KeysDestroyed() => DestroysKeys = true;

    /// <summary>A context that was used before begins anew.</summary>
    internal void Begin(bool reading)
    {
        ForReading = reading;
        DestroysKeys = false;
        _outboxAdded.Clear();
    }

    internal void NoteOutboxAdded(OutboxMessage message) => _outboxAdded.Add(message);

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (ForReading)
        {
            throw new InvalidOperationException("This context is for reading. Write through IDatabaseWriter.");
        }

        // Every row is compared with what was read once, not once for the inspection and once more for saving.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var entry in ChangeTracker.Entries())
            {
                Inspect(entry.Entity, entry.State, entry);
            }

            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(ReportingDb).Assembly);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => ColumnTypes.Apply(configurationBuilder);

    private void Inspect(object entity, EntityState state, Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry entry)
    {
        switch (entity)
        {
            case AuditEntry when state is EntityState.Modified or EntityState.Deleted:
                throw new InvalidOperationException("The audit log is append-only.");
            case RuleVersion when state is EntityState.Modified or EntityState.Deleted:
                throw new InvalidOperationException("Activated rules are never changed.");
            case CaseGrant or UnitKey or UnitKeyGrant or Account when state is EntityState.Deleted:
                DestroysKeys = true;
                break;
            case Case or Account or RuleDraft when state is EntityState.Modified:
                var version = entry.Property(nameof(Case.Version));
                version.CurrentValue = (int)version.OriginalValue! + 1;
                break;
        }
    }
}
