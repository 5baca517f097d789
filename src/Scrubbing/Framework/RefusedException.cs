namespace ReportingService.Scrubbing;

/// <summary>Ends a scrub. The detail names structures, never values.</summary>
internal sealed class RefusedException(RefusalCode code, string detail) : Exception(detail)
{
    public RefusalCode Code { get; } = code;

    public static RefusedException Damaged(string detail) => new(RefusalCode.Damaged, detail);

    public static RefusedException NotSupported(string detail) => new(RefusalCode.NotSupported, detail);

    public static RefusedException TooComplex(string detail) => new(RefusalCode.TooComplex, detail);

    public static RefusedException TooLarge(string detail) => new(RefusalCode.TooLarge, detail);

    public static RefusedException Unsafe(string detail) => new(RefusalCode.UnsafeStructure, detail);
}
