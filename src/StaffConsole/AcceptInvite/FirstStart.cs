using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ReportingService.Data;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>
/// Writes the one-use link for the first administrator while no administrator exists: a file only its owner can read, valid
/// for half an hour. A new start writes a new one.
/// </summary>
public sealed partial class FirstStart(
    IDbContextFactory<ReportingDb> databases, AccountCreation accounts, IOptions<StaffConsoleOptions> options, ILogger<FirstStart> logger)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "administrator-link.txt";

    private const string UserName = "administrator";

    /// <summary>Writes the file if one is needed; the answer is its path.</summary>
    public async Task<string?> WriteLinkAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.FirstStartFolder;
        if (string.IsNullOrEmpty(folder))
        {
            return null;
        }

        Guid? waiting;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            var administrators = await db.Accounts.AsNoTracking().Where(account => account.Role == AccountRole.Administrator)
                .Select(account => new { account.Id, account.State }).ToListAsync(cancellationToken);
            if (administrators.Any(account => account.State != AccountState.Invited))
            {
                var left = Path.Combine(folder, FileName);
                if (File.Exists(left))
                {
                    File.Delete(left);
                }

                return null;
            }

            waiting = administrators.Select(account => (Guid?)account.Id).FirstOrDefault();
        }

        var secret = waiting is { } id
            ? await accounts.InviteAgainAsync(id, "first_start", AccountCreation.FirstStartLife, cancellationToken)
            : await accounts.InviteNewAsync(UserName, AccountRole.Administrator, [], "first_start", AccountCreation.FirstStartLife, cancellationToken);
        if (secret is null)
        {
            return null;
        }

        var path = Path.Combine(folder, FileName);
        File.Delete(path);
        var shape = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            shape.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(path, shape))
        await using (var text = new StreamWriter(file))
        {
            await text.WriteLineAsync($"{options.Value.Url.TrimEnd('/')}/invite#{secret}");
        }

        LinkWritten(logger, FileName);
        return path;
    }

    /// <summary>Deletes the file when it holds the link that was just used, so that nobody is sent to a link that opens nothing.</summary>
    public async Task ForgetAsync(string secret, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.FirstStartFolder))
        {
            return;
        }

        var path = Path.Combine(options.Value.FirstStartFolder, FileName);
        try
        {
            if (File.Exists(path) && InvitationSecret.In(await File.ReadAllTextAsync(path, cancellationToken)) == secret)
            {
                File.Delete(path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The account stands and the link is used up; the next start deletes the file.
            LinkKept(logger, FileName);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{FileName} could not be deleted. Its link is used up.")]
    private static partial void LinkKept(ILogger logger, string fileName);

    [LoggerMessage(Level = LogLevel.Information, Message = "There is no administrator yet. The one-use link is in {FileName}, valid for 30 minutes.")]
    private static partial void LinkWritten(ILogger logger, string fileName);
}
