namespace ReportingService.Web.Problems;

/// <summary>A refusal with a stable code, the status it is sent with, and the key of its sentence (<c>problem.&lt;code&gt;</c>).</summary>
public sealed record ProblemCode(string Code, int Status)
{
    public static readonly ProblemCode TextMissing = new("text_missing", 422);
    public static readonly ProblemCode TextTooLong = new("text_too_long", 413);
    public static readonly ProblemCode PlaceTooLong = new("place_too_long", 413);
    public static readonly ProblemCode TooManyFiles = new("too_many_files", 413);
    public static readonly ProblemCode FileTooLarge = new("file_too_large", 413);
    public static readonly ProblemCode BodyTooLarge = new("body_too_large", 413);
    public static readonly ProblemCode UnknownField = new("unknown_field", 400);
    public static readonly ProblemCode RepeatedField = new("repeated_field", 400);
    public static readonly ProblemCode InvalidValue = new("invalid_value", 422);
    public static readonly ProblemCode MalformedRequest = new("malformed_request", 400);
    public static readonly ProblemCode UnsupportedMediaType = new("unsupported_media_type", 415);
    public static readonly ProblemCode ReceiptMistyped = new("receipt_mistyped", 422);
    public static readonly ProblemCode ReceiptUnknown = new("receipt_unknown", 404);
    public static readonly ProblemCode TokenExpired = new("token_expired", 409);
    public static readonly ProblemCode TokenInvalid = new("token_invalid", 409);
    public static readonly ProblemCode ReplyNotPossible = new("reply_not_possible", 409);
    public static readonly ProblemCode BudgetSpent = new("budget_spent", 429);
    public static readonly ProblemCode Busy = new("busy", 503);
    public static readonly ProblemCode StorageFull = new("storage_full", 503);
    public static readonly ProblemCode NotFound = new("not_found", 404);
    public static readonly ProblemCode MethodNotAllowed = new("method_not_allowed", 405);
    public static readonly ProblemCode Unexpected = new("unexpected", 500);

    /// <summary>Every code there is; the texts must have a sentence for each.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        TextMissing, TextTooLong, PlaceTooLong, TooManyFiles, FileTooLarge, BodyTooLarge, UnknownField, RepeatedField, InvalidValue,
        MalformedRequest, UnsupportedMediaType, ReceiptMistyped, ReceiptUnknown, TokenExpired, TokenInvalid, ReplyNotPossible,
        BudgetSpent, Busy, StorageFull, NotFound, MethodNotAllowed, Unexpected,
    ];
}
