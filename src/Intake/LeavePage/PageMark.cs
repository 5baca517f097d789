using System.Security.Cryptography;

namespace ReportingService.Intake.LeavePage;

/// <summary>
/// The mark that all pages of one visit share: a random number in a hidden field, and in the link of the quick exit. It says nothing of the
/// reader or the report, and it opens nothing: all it can do is to close the pages that carry it (decision 0018).
/// </summary>
public static class PageMark
{
    /// <summary>The field of forms, and of the addresses of links.</summary>
    public const string Field = "visit";

    private const int Length = 32;
    private static readonly object Key = new();

    /// <summary>A mark for a visit that begins.</summary>
    public static string New() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    /// <summary>The mark that came back; null when it is none.</summary>
    public static string? Read(string? sent) => sent?.Length == Length && sent.All(char.IsAsciiHexDigitLower) ? sent : null;

    /// <summary>The mark that the page being answered carries; null for a page that belongs to no visit.</summary>
    public static string? Of(HttpContext context) => context.Items[Key] as string ?? Read(context.Request.Query[Field]);

    /// <summary>The page being answered carries this mark.</summary>
    public static void Keep(HttpContext context, string mark) => context.Items[Key] = mark;

    /// <summary>An address with the mark of the page that links to it, so that the visit can be closed from there as well.</summary>
    public static string Link(HttpContext context, string address) => Of(context) is { } mark ? $"{address}?{Field}={mark}" : address;
}
