using System.Security.Cryptography;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>
/// Whose page it is, as a mark that says nothing else: words that were begun on it are given back to that account, or to nobody signed in.
/// Keyed, and the key lives as long as this process, like every session.
/// </summary>
public sealed class PageMarks
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The mark of an account's pages.</summary>
    public string Of(Guid account) => Convert.ToHexStringLower(HMACSHA256.HashData(key, account.ToByteArray()));
}
