using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>A note of a unit, sealed and not stored yet.</summary>
public sealed record SealedNote(Guid Id, byte[] Envelope, DateTimeOffset At)
{
    /// <summary>Adds it to a case's items, in the caller's transaction.</summary>
    public async Task AddAsync(ReportingDb db, Guid report, CancellationToken cancellationToken) => db.CaseItems.Add(new CaseItem
    {
        Id = Id,
        CaseId = report,
        Kind = CaseItemKind.Note,
        Sealed = Envelope,
        Seq = await CaseChange.NextItemAsync(db, report, cancellationToken),
        AddedAt = At,
    });
}
