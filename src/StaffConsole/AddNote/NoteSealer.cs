using System.Security.Cryptography;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.AddNote;

/// <summary>Seals what a unit writes for itself with the case's own key, so that only a holder can have written it. The reporter never sees it.</summary>
public sealed class NoteSealer(CaseKeyOpener opener, Trust trust, TimeProvider time)
{
    /// <summary>Opens the key for this one note; <paramref name="purpose"/> stands in the audit log. Null, on record, when the key no longer opens.</summary>
    public async Task<SealedNote?> SealAsync(StaffUser user, ReportAccess access, PlainNote note, string purpose, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await opener.OpenForAsync(user, access, purpose, cancellationToken);
            return Seal(key, note);
        }
        catch (CryptographicException)
        {
            await opener.RecordAlteredAsync(user, access, purpose, cancellationToken);
            return null;
        }
    }

    /// <summary>Seals with a key that is open already.</summary>
    public SealedNote Seal(CaseKey key, PlainNote note)
    {
        var id = ReportId.New().Value;
        var plain = note.ToBytes();
        try
        {
            var envelope = HolderItemSealer.Seal(key, new EnvelopeContext(trust.Instance, key.Binding.Case, id, Purpose.Note), plain);
            return new SealedNote(id, envelope, CoarseTime.HalfDay(time.GetUtcNow()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
