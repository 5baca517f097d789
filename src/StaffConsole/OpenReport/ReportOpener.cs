using System.Security.Cryptography;
using ReportingService.Opening;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>Opens a whole report for one page and closes its key again.</summary>
public sealed class ReportOpener(CaseKeyOpener keys, ReportReader reader)
{
    /// <summary>All of it; <paramref name="purpose"/> stands in the audit log. Null when the key does not open: on record, unless the member never had it.</summary>
    public async Task<PlainReport?> ReadAsync(StaffUser user, ReportAccess access, string purpose, CancellationToken cancellationToken)
        => await OpenAsync(user, access, purpose, () => keys.OpenForAsync(user, access, purpose, cancellationToken), cancellationToken);

    /// <summary>The same for a page that shows what the reporter answered: it is read then, as on the report's own page.</summary>
    public async Task<PlainReport?> ReadAnswersAsync(StaffUser user, ReportAccess access, string purpose, CancellationToken cancellationToken)
        => await OpenAsync(user, access, purpose, () => keys.OpenToReadAsync(user, access, cancellationToken), cancellationToken);

    private async Task<PlainReport?> OpenAsync(StaffUser user, ReportAccess access, string purpose, Func<Task<CaseKey>> open, CancellationToken cancellationToken)
    {
        try
        {
            using var key = await open();
            return await reader.ReadAsync(key, cancellationToken);
        }
        catch (EpochNotGrantedException)
        {
            return null;
        }
        catch (CryptographicException)
        {
            await keys.RecordAlteredAsync(user, access, purpose, cancellationToken);
            return null;
        }
    }
}
