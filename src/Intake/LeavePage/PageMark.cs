using System.Security.Cryptography;

namespace ReportingService.Intake.LeavePage;

/// <summary>
/// The mark that all pages of one visit share: a random number in a hidden field, and in the link of the quick exit. It says nothing of the
/// reader or the report, and it opens nothing: all it can do is to close the pages that carry it (decision 0018).
/// The marks of visits before it go along, oldest first: the exit closes them too, and nothing else asks for them.
/// </summary>
public static class PageMark
{
    /// <summary>The field of forms, and of the addresses of links.</summary>
    public const string Field = "visit";

    /// <summary>How many marks a page carries, the newest: its own, and those of forms begun before it.</summary>
    public const int Most = 4;

    private const char Apart = '.';
    private const int Length = 32;
    private static readonly object Key = new();

    /// <summary>The marks that came with the form are those of the page being answered. Kept as soon as they are read: an error page needs them too.</summary>
    public static void Keep(HttpContext context, string sent)
    {
        if (Read(sent) is { Length: > 0 } marks)
        {
            context.Items.TryAdd(Key, marks);
        }
    }

    /// <summary>The mark of the visit that the posted form belongs to; null when it brought none.</summary>
    public static string? Own(HttpContext context) => Kept(context) is [.., var own] ? own : null;

    /// <summary>
    /// What the forms of the page carry, its own mark last. Threat: a link with a mark is handed round; if the forms of all who follow it had
    /// that mark, one who leaves would close them for everybody. A form begins with a new mark, whatever the address says.
    /// </summary>
    public static string OfForms(HttpContext context)
    {
        if (Kept(context).Length == 0)
        {
            context.Items[Key] = (string[])[.. Of(context), RandomNumberGenerator.GetHexString(Length, lowercase: true)];
        }

        return string.Join(Apart, Of(context));
    }

    /// <summary>The marks that the page being answered carries; none on a page that belongs to no visit.</summary>
    public static IReadOnlyList<string> Of(HttpContext context)
    {
        var kept = Kept(context);
        return [.. Read(context.Request.Query[Field]).Except(kept).Concat(kept).TakeLast(Most)];
    }

    /// <summary>An address with the marks of the page that links to it, so that the visit can be closed from there as well.</summary>
    public static string Link(HttpContext context, string address) => address + QueryOf(context);

    /// <summary>The marks of the page as an address carries them.</summary>
    public static QueryString QueryOf(HttpContext context) => Of(context) is { Count: > 0 } marks ? QueryString.Create(Field, string.Join(Apart, marks)) : QueryString.Empty;

    private static string[] Kept(HttpContext context) => context.Items[Key] as string[] ?? [];

    private static string[] Read(string? sent)
        => sent is null || sent.Length > Most * (Length + 1) ? [] : [.. sent.Split(Apart).Where(IsMark).Distinct()];

    private static bool IsMark(string sent) => sent.Length == Length && sent.All(char.IsAsciiHexDigitLower);
}
