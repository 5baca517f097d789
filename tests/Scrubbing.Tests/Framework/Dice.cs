namespace ReportingService.Scrubbing.Tests;

/// <summary>A small reproducible generator for mutations.</summary>
internal sealed class Dice(int seed)
{
    private ulong state = ((ulong)seed * 0x9E3779B97F4A7C15UL) + 1;

    public int Next(int below)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)(state % (ulong)below);
    }

    public byte[] Mutate(byte[] file)
    {
        var mutant = (byte[])file.Clone();
        for (var times = 1 + Next(4); times > 0 && mutant.Length > 8; times--)
        {
            var at = Next(mutant.Length);
            switch (Next(6))
            {
                case 0:
                    mutant[at] = (byte)Next(256);
                    break;
                case 1:
                    mutant[at] ^= (byte)(1 << Next(8));
                    break;
                case 2:
                    mutant[at] = Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    mutant = [.. mutant[..at], .. mutant[Math.Min(mutant.Length, at + 1 + Next(16))..]];
                    break;
                case 4:
                    var from = Next(mutant.Length);
                    mutant = [.. mutant[..at], .. mutant.AsSpan(from, Math.Min(32, mutant.Length - from)), .. mutant[at..]];
                    break;
                default:
                    for (var i = at; i < Math.Min(mutant.Length, at + 4); i++)
                    {
                        mutant[i] = (byte)(Next(3) == 0 ? 0x7F : 0xFF);
                    }

                    break;
            }
        }

        return mutant;
    }
}
