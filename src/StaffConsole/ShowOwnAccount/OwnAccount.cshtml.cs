using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.ShowOwnAccount;

/// <summary>Role, key fingerprint to read out to who admits, passphrase and language.</summary>
public sealed class OwnAccountModel(Trust trust) : PageModel
{
    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>Of the roots this console runs with, the same as when the account was made or its owner confirmed others.</summary>
    public string Roots => KeyFingerprint.Of(trust);

    /// <summary>Of the key in this session's memory, not of the row: a replaced row shows as a difference.</summary>
    public string Fingerprint => HttpContext.Staff().Session.UseKey(key => KeyFingerprint.Of(key.Public));
}
