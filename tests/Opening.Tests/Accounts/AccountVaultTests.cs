using System.Buffers.Binary;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Accounts;

public sealed class AccountVaultTests
{
    private const string Passphrase = "katër gështenja të pjekura";

    private static readonly InstanceId Instance = new(Guid.NewGuid());
    private readonly AccountVault _vault = new(Instance);
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Unlock_RightPassphrase_GivesTheSameSecrets()
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        using var opened = await _vault.UnlockAsync(_id, made.SealedVault, Passphrase);
        Assert.NotNull(opened);
        Assert.Equal(made.PublicKey, opened.Key.Public);
        Assert.Equal(made.Account.TotpSecret, opened.TotpSecret);
        Assert.Equal(20, opened.TotpSecret.Length);

        // Typed where ë comes as two characters.
        using var decomposed = await _vault.UnlockAsync(_id, made.SealedVault, Passphrase.Normalize(System.Text.NormalizationForm.FormD));
        Assert.NotNull(decomposed);
        Assert.Null(await _vault.UnlockAsync(_id, made.SealedVault, Passphrase + " "));
        Assert.Null(await _vault.UnlockAsync(_id, made.SealedVault, string.Empty));
    }

    [Fact]
    public async Task ChangePassphrase_OpensWithTheNewOneOnly()
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        var changed = await _vault.ChangePassphraseAsync(made.Account, "another long passphrase");
        using var opened = await _vault.UnlockAsync(_id, changed, "another long passphrase");
        Assert.Equal(made.PublicKey, opened!.Key.Public);
        Assert.Null(await _vault.UnlockAsync(_id, changed, Passphrase));
        Assert.NotEqual(made.SealedVault[10..26], changed[10..26]);
        await Assert.ThrowsAsync<ArgumentException>(() => _vault.ChangePassphraseAsync(made.Account, "too short"));
    }

    /// <summary>Changed anywhere, a vault gives nothing. One derivation per part, so parts are sampled.</summary>
    [Fact]
    public async Task Unlock_AnyPartChanged_GivesNothing()
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        foreach (var at in (int[])[0, 1, 2, 5, 6, 9, 10, 25, 26, 57, 58, 69, 70, 101, 102, 121, 122, 137])
        {
            var changed = (byte[])made.SealedVault.Clone();
            changed[at] ^= 1;
            try
            {
                Assert.Null(await _vault.UnlockAsync(_id, changed, Passphrase));
            }
            catch (SealBrokenException)
            {
                // As good as null.
            }
        }

        foreach (var length in (int[])[0, 1, 10, 137])
        {
            await Assert.ThrowsAsync<SealBrokenException>(() => _vault.UnlockAsync(_id, made.SealedVault[..length], Passphrase));
        }
    }

    /// <summary>Threat: an administrator puts his own vault in an officer's row, or the officer's in his.</summary>
    [Fact]
    public async Task Unlock_VaultOfAnotherAccountOrInstance_IsRefused()
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        await Assert.ThrowsAsync<SealBrokenException>(() => _vault.UnlockAsync(Guid.NewGuid(), made.SealedVault, Passphrase));
        using var elsewhere = new AccountVault(new InstanceId(Guid.NewGuid()));
        await Assert.ThrowsAsync<SealBrokenException>(() => elsewhere.UnlockAsync(_id, made.SealedVault, Passphrase));
    }

    /// <summary>Threat: stored parameters are lowered, or raised until a sign-in eats all memory.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, int.MaxValue)]
    [InlineData(2, -1)]
    [InlineData(6, 8)]
    [InlineData(6, 2 * 1024 * 1024)]
    public async Task Unlock_ParametersOutOfBounds_IsRefusedWithoutDeriving(int at, int value)
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        BinaryPrimitives.WriteInt32BigEndian(made.SealedVault.AsSpan(at), value);
        await Assert.ThrowsAsync<SealBrokenException>(() => _vault.UnlockAsync(_id, made.SealedVault, Passphrase));
    }

    [Fact]
    public async Task Create_ShortPassphrase_IsRefused()
        => await Assert.ThrowsAsync<ArgumentException>(() => _vault.CreateAsync(_id, "elevenchars"));

    /// <summary>Threat: the time of an answer tells which user names exist.</summary>
    [Fact]
    public async Task Unlock_UnknownAccount_DerivesAllTheSame()
    {
        var made = await _vault.CreateAsync(_id, Passphrase);
        var derived = new List<(int Passes, int MemoryKiB)>();
        using var counting = new AccountVault(Instance, (passphrase, salt, passes, memory, root) =>
        {
            derived.Add((passes, memory));
            Argon2id.Derive(passphrase, salt, passes, memory, root);
        });
        Assert.Null(await counting.UnlockAsync(_id, made.SealedVault, "wrong passphrase"));
        Assert.Null(await counting.UnlockAsync(_id, null, "wrong passphrase"));
        Assert.Equal(2, derived.Count);
        Assert.Equal(derived[0], derived[1]);
    }

    /// <summary>Threat: many sign-ins at once take all memory (64 MiB each) and every processor.</summary>
    [Fact]
    public async Task Unlock_ManyAtOnce_DerivesTwoAtATime()
    {
        var running = 0;
        var most = 0;
        var all = 0;
        using var vault = new AccountVault(Instance, (_, _, _, _, _) =>
        {
            var now = Interlocked.Increment(ref running);
            Interlocked.Increment(ref all);
            for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            {
                Interlocked.CompareExchange(ref most, now, seen);
            }

            Thread.Sleep(50);
            Interlocked.Decrement(ref running);
        });
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => vault.UnlockAsync(Guid.NewGuid(), null, Passphrase)));
        Assert.Equal(12, all);

        // Two, and not one: the others really ran beside each other.
        Assert.Equal(2, most);

        // A derivation that fails or is cancelled gives its turn back.
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vault.UnlockAsync(_id, null, Passphrase, cancelled.Token));
        using var failing = new AccountVault(Instance, (_, _, _, _, _) => throw new InvalidOperationException());
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing.UnlockAsync(_id, null, Passphrase));
        }
    }

    /// <summary>RFC 9106's algorithm against the value of a second implementation (pyca/cryptography over OpenSSL), at the service's own parameters.</summary>
    [Fact]
    public void Derive_AtTheServicesParameters_GivesTheValueOfAnotherImplementation()
    {
        Argon2id.Check();
        var output = new byte[32];
        Argon2id.Derive("lajmero-policine known answer"u8, [.. Enumerable.Range(0, 16).Select(i => (byte)i)], VaultFormat.Passes, VaultFormat.MemoryKiB, output);
        Assert.Equal("b83124df4451ee75b6746aae048f19f9e0f3532f49b849b4871ff06eccbc6705", Convert.ToHexStringLower(output));
    }
}
