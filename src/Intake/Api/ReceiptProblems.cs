using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Api;

/// <summary>The problem of a mistyped receipt: its length first, and only when that is right the group to look at again.</summary>
internal static class ReceiptProblems
{
    public static ProblemHttpResult Mistyped(ReceiptReading.Mistyped reading, Texts texts)
        => ProblemAnswer.Of(
            ProblemCode.ReceiptMistyped, SentenceOf(reading, texts),
            [new("group", reading.Groups[0]), new("groups", reading.Groups), new("missing", Math.Max(0, -reading.Off)), new("extra", Math.Max(0, reading.Off))]);

    /// <summary>The sentence, the same on the page.</summary>
    public static string SentenceOf(ReceiptReading.Mistyped reading, Texts texts) => reading switch
    {
        { Typed: 0 } => texts["answer.mistyped.empty"],
        { Off: < 0 } => texts["answer.mistyped.short", ("n", -reading.Off)],
        { Off: > 0 } => texts["answer.mistyped.long", ("n", reading.Off)],
        { Groups.Count: 1 } => texts["answer.mistyped", ("group", reading.Groups[0])],
        { Groups.Count: < 4 } => texts["answer.mistyped.many", ("groups", string.Join(", ", reading.Groups))],
        _ => texts["answer.mistyped.all"],
    };
}
