using ReportingService.Opening;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>What a passphrase must be. Length carries it; the rest keeps out what everybody would try first.</summary>
public static class PassphraseRule
{
    private static readonly string[] Guessable =
        ["password", "passphrase", "fjalekalim", "fjalëkalim", "lozinka", "policia", "policija", "lajmero", "lajmëro", "qwertyuiop", "kosova", "kosovo", "administrator"];

    /// <summary>Key of the sentence about what is wrong with it; null when it is good.</summary>
    public static string? WrongWith(string passphrase, string userName)
    {
        if (passphrase.Length < AccountVault.ShortestPassphrase)
        {
            return "staff.invite.short";
        }

        var plain = passphrase.ToLowerInvariant();
        if (userName.Length >= 3 && plain.Contains(userName.ToLowerInvariant(), StringComparison.Ordinal))
        {
            return "staff.invite.name";
        }

        var rest = Guessable.Aggregate(plain, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < AccountVault.ShortestPassphrase / 2 || plain.Distinct().Count() < 6 || IsRun(plain) ? "staff.invite.weak" : null;
    }

    /// <summary>Whether it only counts up or down: 123456789012, abcdefghijkl.</summary>
    private static bool IsRun(string text)
    {
        var steps = text.Zip(text.Skip(1), (one, two) => two - one).ToList();
        return steps.Count(step => step is 1 or -1 or 0) >= steps.Count * 3 / 4;
    }
}
