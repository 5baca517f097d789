using System.Security.Cryptography;

namespace ReportingService.Sealing;

/// <summary>
/// What a reporter keeps: 120 random bits, written as six groups of five characters, the fifth of each a check character. It is
/// the only way back to a report and is never stored.
/// </summary>
public sealed class Receipt : IDisposable
{
    internal const int SecretSize = 15;

    /// <summary>Characters of a receipt, separators left out.</summary>
    public const int Length = ReceiptCheck.Groups * ReceiptCheck.GroupSize;

    private readonly byte[] _secret;

    private Receipt(byte[] secret, bool fresh = false) => (_secret, IsFresh) = (secret, fresh);

    /// <summary>Minted by this very object's maker: nobody can have used it before. A receipt that was read, from a page or a token, is never fresh.</summary>
    public bool IsFresh { get; }

    /// <summary>For example <c>7K3QD-M0V9A-...</c>: six groups of five, joined by hyphens, 35 characters. Show it; never log or store it.</summary>
    public string Grouped => string.Create(Length + ReceiptCheck.Groups - 1, _secret, static (text, secret) =>
    {
        Span<int> data = stackalloc int[4];
        var at = 0;
        for (var group = 1; group <= ReceiptCheck.Groups; group++)
        {
            for (var i = 0; i < 4; i++)
            {
                data[i] = FiveBits(secret, (4 * (group - 1)) + i);
                text[at++] = ReceiptAlphabet.Letters[data[i]];
            }

            text[at++] = ReceiptAlphabet.Letters[ReceiptCheck.Of(data, group)];
            if (group < ReceiptCheck.Groups)
            {
                text[at++] = '-';
            }
        }
    });

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>A fresh receipt.</summary>
    public static Receipt Mint() => new(RandomNumberGenerator.GetBytes(SecretSize), fresh: true);

    /// <summary>Reads what a person typed: any case, spaces, hyphens, O for 0, I or L for 1, Cyrillic look-alikes.</summary>
    public static ReceiptReading Read(string? typed)
    {
        typed = WithoutLabel(typed ?? string.Empty);
        Span<int> values = stackalloc int[Length];
        var count = 0;
        foreach (var letter in typed)
        {
            var value = ReceiptAlphabet.Read(letter);
            if (value == ReceiptAlphabet.Separator)
            {
                continue;
            }

            if (count < Length)
            {
                values[count] = value;
            }

            count++;
        }

        if (count != Length)
        {
            return new ReceiptReading.Mistyped(ReceiptGroups.Wrong(typed), count);
        }

        var wrong = new List<int>();
        for (var group = 1; group <= ReceiptCheck.Groups; group++)
        {
            if (!ReceiptCheck.Fits(values.Slice((group - 1) * ReceiptCheck.GroupSize, ReceiptCheck.GroupSize), group))
            {
                wrong.Add(group);
            }
        }

        return wrong.Count > 0 ? new ReceiptReading.Mistyped(wrong, count) : new ReceiptReading.Good(new Receipt(Pack(values)));
    }

    /// <summary>Without a label pasted before it ("Kodi: 7K3QD-..."). Colons between groups stay: no group is longer than half a receipt.</summary>
    private static string WithoutLabel(string typed)
    {
        var rest = typed[(typed.LastIndexOf(':') + 1)..];
        return Count(typed) != Length && Count(rest) > Length / 2 ? rest : typed;

        static int Count(string text) => text.Count(letter => ReceiptAlphabet.Read(letter) != ReceiptAlphabet.Separator);
    }

    /// <summary>Zeroes the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(Receipt);

    private static int FiveBits(ReadOnlySpan<byte> secret, int index)
    {
        var bit = index * 5;
        var pair = (secret[bit / 8] << 8) | (bit / 8 + 1 < SecretSize ? secret[(bit / 8) + 1] : 0);
        return (pair >> (11 - (bit % 8))) & 31;
    }

    private static byte[] Pack(ReadOnlySpan<int> values)
    {
        var secret = new byte[SecretSize];
        for (var index = 0; index < 24; index++)
        {
            var value = values[(index / 4 * ReceiptCheck.GroupSize) + (index % 4)];
            for (var bit = 0; bit < 5; bit++)
            {
                var at = (index * 5) + bit;
                secret[at / 8] |= (byte)(((value >> (4 - bit)) & 1) << (7 - (at % 8)));
            }
        }

        return secret;
    }
}
