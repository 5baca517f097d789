using System.Text.Json;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>
/// Whom the reporter's later words exclude. Sealed by the reporter's receipt to the report that they belong to (purpose <c>exclusion</c>), also
/// when its holder must not read the words: who holds it learns which desks get no key any more, and nothing of why.
/// </summary>
/// <param name="All">As <see cref="Exclusion.Of"/>.</param>
/// <param name="OfSubjects">Those of them that no consent to a hand-off lifts, as <see cref="Exclusion.OfSubjects"/>.</param>
public sealed record LaterExclusion(IReadOnlyList<string> All, IReadOnlyList<string> OfSubjects)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Null when the words exclude nobody.</summary>
    public static LaterExclusion? Of(ReportLabels labels, DeskDirectory desks)
        => Exclusion.Of(labels, desks) is { Count: > 0 } all ? new LaterExclusion(all, [.. Exclusion.OfSubjects(labels, desks)]) : null;

    /// <summary>
    /// The same for a part of the report that the words are not for: only units that they name. "Don't tell the police", and a complaint that
    /// names nobody, are said of these words.
    /// </summary>
    public static LaterExclusion? OfNamed(ReportLabels labels, DeskDirectory desks)
    {
        var named = Exclusion.OfSubjects(
            labels with
            {
                RefusedUnits = [.. labels.RefusedUnits.Where(unit => unit != Exclusion.LocalPolice)],
                Flags = [.. labels.Flags.Except([ReportFlag.SubjectIsPolice, ReportFlag.PossibleInsider])],
                Category = labels.Category == Category.PoliceMisconduct ? null : labels.Category,
            },
            desks);
        return named.Count > 0 ? new LaterExclusion([.. named], [.. named]) : null;
    }

    /// <summary>Compact JSON, for sealing.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">The bytes are no exclusion.</exception>
    public static LaterExclusion FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<LaterExclusion>(bytes, Json) is { All: not null, OfSubjects: not null } read ? read : throw new InvalidDataException("Empty exclusion.");
        }
        catch (JsonException)
        {
            // Threat: the parser's message could quote the content.
            throw new InvalidDataException("An exclusion can't be read.");
        }
    }
}
