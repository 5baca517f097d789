using System.Text;

namespace ReportingService.Sealing.Tests.Receipts;

public sealed class ReceiptTests
{
    private static readonly string[] Samples = [.. Enumerable.Range(0, 3).Select(_ => Receipt.Mint().Grouped)];

    [Fact]
    public void Mint_Many_AreSixGroupsOfFiveAndReadBackTheSame()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 2000; i++)
        {
            using var minted = Receipt.Mint();
            Assert.Matches("^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$", minted.Grouped);
            Assert.True(seen.Add(minted.Grouped));
            var read = Assert.IsType<ReceiptReading.Good>(Receipt.Read(minted.Grouped));
            Assert.Equal(minted.Secret, read.Receipt.Secret);
            Assert.Equal(minted.Grouped, read.Receipt.Grouped);
        }
    }

    /// <summary>Every character at every place replaced by every other: caught, and exactly its group named.</summary>
    [Fact]
    public void Read_EverySingleSubstitution_NamesTheGroup()
    {
        foreach (var sample in Samples)
        {
            for (var at = 0; at < sample.Length; at++)
            {
                if (sample[at] == '-')
                {
                    continue;
                }

                foreach (var other in ReceiptAlphabet.Letters + "?")
                {
                    if (other == sample[at])
                    {
                        continue;
                    }

                    var typed = sample[..at] + other + sample[(at + 1)..];
                    var reading = Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(typed));
                    Assert.Equal([(at / 6) + 1], reading.Groups);
                }
            }
        }
    }

    /// <summary>Every two different characters exchanged, near or far: caught, and exactly their groups named.</summary>
    [Fact]
    public void Read_EverySwapOfTwoCharacters_NamesTheGroups()
    {
        foreach (var sample in Samples)
        {
            for (var a = 0; a < sample.Length; a++)
            {
                for (var b = a + 1; b < sample.Length; b++)
                {
                    if (sample[a] == '-' || sample[b] == '-' || sample[a] == sample[b])
                    {
                        continue;
                    }

                    var typed = new StringBuilder(sample) { [a] = sample[b], [b] = sample[a] }.ToString();
                    var reading = Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(typed));
                    Assert.Equal(new[] { (a / 6) + 1, (b / 6) + 1 }.Distinct(), reading.Groups);
                }
            }
        }
    }

    /// <summary>Every pair of values swapped inside a group, over all 32 x 32 values and all pairs of places, by the formula itself.</summary>
    [Fact]
    public void Check_EveryPairOfValuesAndPlaces_CatchesTheSwap()
    {
        for (var first = 0; first < 5; first++)
        {
            for (var second = first + 1; second < 5; second++)
            {
                var swapped = 0;
                for (var pair = 0; pair < 1024; pair++)
                {
                    int[] five = [7, 11, 19, 28, 0];
                    five[first] = pair / 32;
                    if (second < 4)
                    {
                        five[second] = pair % 32;
                    }

                    five[4] = ReceiptCheck.Of(five.AsSpan(0, 4), 3);
                    Assert.True(ReceiptCheck.Fits(five, 3));
                    (five[first], five[second]) = (five[second], five[first]);
                    if (five[first] != five[second])
                    {
                        swapped++;
                        Assert.False(ReceiptCheck.Fits(five, 3));
                    }
                }

                Assert.True(swapped > 900);
            }
        }
    }

    [Fact]
    public void Read_WholeGroupsExchanged_NamesBoth()
    {
        foreach (var sample in Samples)
        {
            var groups = sample.Split('-');
            for (var a = 0; a < 6; a++)
            {
                for (var b = a + 1; b < 6; b++)
                {
                    var typed = (string[])groups.Clone();
                    (typed[a], typed[b]) = (typed[b], typed[a]);
                    var reading = Receipt.Read(string.Join('-', typed));
                    Assert.Equal([a + 1, b + 1], Assert.IsType<ReceiptReading.Mistyped>(reading).Groups);
                }
            }
        }
    }

    [Fact]
    public void Read_CharacterMissingOrTooMuch_NamesTheGroup()
    {
        var sample = Samples[0];
        for (var at = 0; at < sample.Length; at++)
        {
            if (sample[at] != '-')
            {
                var missing = Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(sample.Remove(at, 1)));
                Assert.Equal([(at / 6) + 1], missing.Groups);
                var doubled = Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(sample.Insert(at, "7")));
                Assert.Equal([(at / 6) + 1], doubled.Groups);
            }
        }

        Assert.Equal([6], Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(sample[..^6])).Groups);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("hello")]
    [InlineData("00000-00000-00000-00000-00000-00000")]
    [InlineData("999999999999999999999999999999999999999999999999")]
    public void Read_Nonsense_NamesAtLeastOneGroup(string? typed)
    {
        var reading = Assert.IsType<ReceiptReading.Mistyped>(Receipt.Read(typed));
        Assert.NotEmpty(reading.Groups);
        Assert.All(reading.Groups, g => Assert.InRange(g, 1, 6));
    }

    [Fact]
    public void Read_AsPeopleType_IsTolerant()
    {
        const string LikeLatin = "ABEKMHOPCTXYABEKMHPCTXJS";
        const string Cyrillic = "АВЕКМНОРСТХУавекмнрстхЈЅ";
        Assert.Equal(LikeLatin.Length, Cyrillic.Length);
        var any = false;
        foreach (var sample in Enumerable.Range(0, 50).Select(_ => Receipt.Mint().Grouped))
        {
            var cyrillic = string.Concat(sample.Select(c => LikeLatin.Contains(c, StringComparison.Ordinal) ? Cyrillic[LikeLatin.IndexOf(c, StringComparison.Ordinal)] : c));
            any |= cyrillic != sample;
            string[] ways =
            [
                sample.ToLowerInvariant(),
                sample.Replace("-", string.Empty, StringComparison.Ordinal),
                sample.Replace('-', ' '),
                "  " + sample.Replace("-", " – ", StringComparison.Ordinal) + "\r\n",
                sample.Replace("-", "\u00a0", StringComparison.Ordinal),
                sample.Replace("-", "\u200b\u2011", StringComparison.Ordinal),
                sample.Replace('0', 'O').Replace('1', 'I'),
                sample.Replace('0', 'o').Replace('1', 'l'),
                sample.Replace('1', 'i'),
                cyrillic,
                cyrillic.ToLowerInvariant(),
            ];
            Assert.All(ways, way => Assert.Equal(sample, Assert.IsType<ReceiptReading.Good>(Receipt.Read(way)).Receipt.Grouped));
        }

        Assert.True(any);
    }

    [Fact]
    public void ToString_OfEverythingAroundAReceipt_TellsNothing()
    {
        using var receipt = Receipt.Mint();
        using var key = ReporterKey.From(receipt, Some.Instance);
        Assert.Equal("Receipt", receipt.ToString());
        Assert.Equal("ReporterKey", key.ToString());
        Assert.Equal("Good", Receipt.Read(receipt.Grouped).ToString());
        Assert.Equal("Mistyped", Receipt.Read("x").ToString());
        Assert.Equal("PlainMessage", new PlainMessage(MessageSender.Unit, [1]).ToString());
    }
}
