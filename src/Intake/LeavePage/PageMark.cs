using System.Security.Cryptography;
using System.Text;
using ReportingService.Intake.Tokens;

namespace ReportingService.Intake.LeavePage;

/// <summary>
/// The mark that all pages of one visit share: a random number in a hidden field, and in the link of the quick exit. It says nothing of the
/// reader or the report, and it opens nothing: all it can do is to close the pages that carry it (decision 0018).
/// Threat: with invented marks one connection fills the memory of visits that were left in a second, and makes those who left before forgotten.
/// So a mark ends with a short signature; one that no page gave out is no mark.
/// The marks of visits before it go along, oldest first: the exit closes them too, and nothing else asks for them.
/// </summary>
public static class PageMark
{
    /// <summary>The field of forms, and of the addresses of links.</summary>
    public const string Field = "visit";

    /// <summary>How many marks a page carries, the newest: its own, and those of forms begun before it.</summary>
    public const int Most = 4;

    private const char Apart = '.';
    private const int Random = 32;
    private const int Signature = 16;
    private const int Length = Random + Signature;
    private static readonly object Key = new();

    /// <summary>The marks that came with the form are those of the page being answered. Kept as soon as they are read: an error page needs them too.</summary>
    public static void Keep(HttpContext context, string sent)
    {
        if (Read(context, sent) is { Length: > 0 } marks)
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
            context.Items[Key] = (string[])[.. Of(context), Make(context)];
        }

        return string.Join(Apart, Of(context));
    }

    /// <summary>The marks that the page being answered carries; none on a page that belongs to no visit.</summary>
    public static IReadOnlyList<string> Of(HttpContext context)
    {
        var kept = Kept(context);
        return [.. Read(context, context.Request.Query[Field]).Except(kept).Concat(kept).TakeLast(Most)];
    }

    /// <summary>An address with the marks of the page that links to it, so that the visit can be closed from there as well.</summary>
    public static string Link(HttpContext context, string address) => address + QueryOf(context);

    /// <summary>The marks of the page as an address carries them.</summary>
    public static QueryString QueryOf(HttpContext context) => Of(context) is { Count: > 0 } marks ? QueryString.Create(Field, string.Join(Apart, marks)) : QueryString.Empty;

    private static string[] Kept(HttpContext context) => context.Items[Key] as string[] ?? [];

    private static string[] Read(HttpContext context, string? sent)
        => sent is null || sent.Length > Most * (Length + 1) ? [] : [.. sent.Split(Apart).Where(mark => IsMark(context, mark)).Distinct()];

    private static string Make(HttpContext context)
    {
        var random = RandomNumberGenerator.GetHexString(Random, lowercase: true);
        return random + Sign(context, random);
    }

    private static bool IsMark(HttpContext context, string sent)
        => sent.Length == Length && sent.All(char.IsAsciiHexDigitLower)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(sent[Random..]), Encoding.ASCII.GetBytes(Sign(context, sent[..Random])));

    /// <summary>With the key of the form tokens; theirs begin with a version, never with this word.</summary>
    private static string Sign(HttpContext context, string random)
        => Convert.ToHexStringLower(HMACSHA256.HashData(context.RequestServices.GetRequiredService<FormTokenKey>().Bytes, Encoding.ASCII.GetBytes(Field + random)))[..Signature];
}
