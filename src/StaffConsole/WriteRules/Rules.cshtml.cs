using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>A draft in the list.</summary>
public sealed record DraftRow(Guid Id, string Purpose, string? Author, DateTimeOffset ChangedAt, RuleDraftState State);

/// <summary>A version in the list; number 0 is the folder's file.</summary>
public sealed record VersionRow(int Number, string Purpose, int? Restores, string? Author, string? Activator, DateTimeOffset? ActivatedAt);

/// <summary>The rules in force, what is being written, and every version there was.</summary>
public sealed class RulesModel(IDbContextFactory<ReportingDb> databases, RulesInForce rules, RuleAuthorKeys keys) : PageModel
{
    private const int MostVersions = 100;

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public bool MayWrite => HttpContext.Staff().Role == AccountRole.RuleAuthor;

    public int InForce => rules.Number;

    public RefusedRules? Refused => rules.Refused;

    public RuleKeyState Key { get; private set; }

    public string Fingerprint { get; private set; } = "";

    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];

    public IReadOnlyList<VersionRow> Versions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await rules.LookAsync(cancellationToken);
        var staff = HttpContext.Staff();
        if (MayWrite)
        {
            (Key, _, Fingerprint) = await keys.OfAsync(staff.Session, cancellationToken);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var names = await db.Accounts.AsNoTracking().Select(account => new { account.Id, account.UserName }).ToDictionaryAsync(account => account.Id, account => account.UserName, cancellationToken);

        // What is only being written is its author's; what is proposed is for everybody who may see rules.
        var drafts = await db.RuleDrafts.AsNoTracking()
            .Where(draft => draft.State == RuleDraftState.Proposed || (draft.State == RuleDraftState.Writing && draft.AuthorId == staff.AccountId))
            .OrderByDescending(draft => draft.ChangedAt).ToListAsync(cancellationToken);
        Drafts = drafts.ConvertAll(draft => new DraftRow(draft.Id, draft.Purpose, names.GetValueOrDefault(draft.AuthorId), draft.ChangedAt, draft.State));
        var versions = await db.RuleVersions.AsNoTracking().OrderByDescending(version => version.Number).Take(MostVersions).ToListAsync(cancellationToken);
        Versions =
        [
            .. versions.Select(version => new VersionRow(
                version.Number, version.Purpose, version.Restores, names.GetValueOrDefault(AccountOf(version.Author)), names.GetValueOrDefault(AccountOf(version.Activator)), version.ActivatedAt)),
            new VersionRow(0, "", null, null, null, null),
        ];
    }

    /// <summary>A row that somebody changed may hold anything: then it has no name.</summary>
    internal static Guid AccountOf(byte[] record) => record.Length == RuleAuthorRecord.Size ? RuleAuthorRecord.FromBytes(record).AccountId : Guid.Empty;
}
