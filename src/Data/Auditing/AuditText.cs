namespace ReportingService.Data;

/// <summary>What may be written into the audit log.</summary>
internal static class AuditText
{
    /// <summary>Threat: a free text in the audit log would outlive the report it quotes. Only codes, ids and numbers pass.</summary>
    public static void RequireCodes(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > 200 || value.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException("The audit log takes codes and ids only.", nameof(value));
        }
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:;=,>");
}
