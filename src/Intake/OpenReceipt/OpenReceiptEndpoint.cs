using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.Api;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>POST /api/v1/receipts/open</summary>
public static class OpenReceiptEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteHandlerBuilder MapOpenReceipt(this IEndpointRouteBuilder routes) => routes.MapPost("/receipts/open", OpenAsync);

    private static async Task<Results<Ok<OpenReceiptAnswer>, ProblemHttpResult>> OpenAsync(
        HttpContext context, OpenReceiptHandler handler, Texts texts, CancellationToken cancellationToken)
    {
        var reading = await JsonFields.ReadAsync(context.Request, ["receipt"], cancellationToken);
        if (reading.Problem is { } problem)
        {
            return ProblemAnswer.Of(problem, texts);
        }

        return await handler.HandleAsync(reading.Form["receipt"], cancellationToken) switch
        {
            OpenReceiptOutcome.Opened opened => TypedResults.Ok(OpenReceiptAnswer.Of(opened.Standing, texts)),
            OpenReceiptOutcome.Mistyped mistyped => ReceiptProblems.Mistyped(mistyped.Reading, texts),
            _ => ProblemAnswer.Of(ProblemCode.ReceiptUnknown, texts),
        };
    }
}

/// <summary>What a receipt opens.</summary>
public sealed record OpenReceiptAnswer(
    [property: Description("received, routed, opened, question, answered, accepted, referred, closed or withdrawn.")] string State,
    [property: Description("The state as a sentence in the language asked for.")] string PublicStatus,
    [property: Description("Oldest first.")] IReadOnlyList<OpenReceiptMessage> Messages,
    bool CanReply,
    [property: Description("Who can be written to: police, internal, pik or helpline. More than one after words that the first holder must not read. The first gets what comes without a choice.")] IReadOnlyList<string> Readers,
    [property: Description("Only after a withdrawal: deleted after this day unless taken back.")] DateOnly? DeletedAfter,
    [property: Description("Only when not 0: how many messages were altered where they are stored, and are left out."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Altered,
    [property: Description("true: it is stored safely, but nobody who may read it can open it now.")] bool Waiting,
    [property: Description("Only after closing: acted, proceedings, prevented, informed, no_evidence, not_police, concluded, elsewhere or no_further_action."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Outcome)
{
    /// <summary>From what was opened.</summary>
    public static OpenReceiptAnswer Of(ReportStanding standing, Texts texts)
    {
        return new OpenReceiptAnswer(
            Codes.Of(standing.State),
            string.Join(' ', standing.StatusKeys.Append(standing.WaitsAgainKey).OfType<string>().Select(key => texts[key])),
            [.. standing.Messages.Select(message => new OpenReceiptMessage(message.Id.ToString("N"), message.FromUnit ? "unit" : "reporter", Codes.Of(message.Body), message.Text, message.Day, OpenReceiptFile.Of(message.Files)))],
            standing.CanReply,
            [.. standing.Readers.Select(Codes.Of)],
            standing.DeletedAfter,
            standing.Altered,
            standing.Waits,
            standing.Outcome);
    }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(OpenReceiptAnswer);
}

/// <summary>One message, on its way to its reader. Prints only its type name.</summary>
public sealed record OpenReceiptMessage(
    string Id,
    [property: Description("unit or reporter.")] string From,
    [property: Description("Who wrote it, or who reads what the reporter wrote: police, internal, pik or helpline.")] string Body,
    [property: Description("Empty when only files were sent.")] string Text,
    DateOnly Day,
    [property: Description("Only when files came with it: what arrived."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OpenReceiptFile>? Files)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(OpenReceiptMessage);
}

/// <summary>A file that arrived with a message. The file itself is not opened by a receipt.</summary>
public sealed record OpenReceiptFile([property: Description("photo, video or sound.")] string Kind, [property: Description("Bytes of the clean file.")] long Length)
{
    /// <summary>Null when there are none.</summary>
    public static IReadOnlyList<OpenReceiptFile>? Of(IReadOnlyList<SentFile> files)
        => files.Count == 0 ? null : [.. files.Select(file => new OpenReceiptFile(FileKind.Of(file.MediaType), file.Length))];
}
