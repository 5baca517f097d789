namespace ReportingService.Core.Keys;

/// <summary>A body that reports can be protected to, with a domain of its own and the one desk that reads for it.</summary>
public sealed record ProtectedBody(Protection Protection, KeyDomain Domain, string Desk)
{
    public static IReadOnlyList<ProtectedBody> All { get; } =
    [
        new(Protection.Pik, KeyDomain.Pik, "PIK"),
        new(Protection.Internal, KeyDomain.Internal, "DIIBC"),
        new(Protection.Helpline, KeyDomain.Helpline, "HELPLINE"),
    ];

    /// <exception cref="ArgumentOutOfRangeException">Reports without protection belong to no such body.</exception>
    public static ProtectedBody Of(Protection protection)
        => All.FirstOrDefault(body => body.Protection == protection) ?? throw new ArgumentOutOfRangeException(nameof(protection));

    /// <summary>Null for the police.</summary>
    public static ProtectedBody? Of(KeyDomain domain) => All.FirstOrDefault(body => body.Domain == domain);
}
