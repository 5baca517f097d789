using System.Buffers.Binary;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Accounts;

public sealed class AccountVaultTests
{
    private const string Passphrase = "katër gështenja të pjekura";

    private static readonly InstanceId Instance = new(Guid.NewGuid());
    private static readonly byte[] Pin = [.. Enumerable.Repeat((byte)7, 32)];
    private readonly AccountVault _vault = new(Instance, Pin, Argon2id.Derive);
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
        foreach (var at in (int[])[0, 1, 2, 5, 6, 9, 10, 25, 26, 57, 58, 69, 70, 101, 102, 121, 122, 153, 154, 169])
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

        foreach (var length in (int[])[0, 1, 10, 138, 169])
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
        using var elsewhere = new AccountVault(new InstanceId(Guid.NewGuid()), Pin, Argon2id.Derive);
        await Assert.ThrowsAsync<SealBrokenException>(() => elsewhere.UnlockAsync(_id, made.SealedVault, Passphrase));
    }

    /// <summary>Threat: trust.json and the database are changed together, so that everything is sealed to somebody else's keys from then on.</summary>
    [Fact]
    public async Task Unlock_OtherKeysPinned_OpensButSaysSoUntilRepinned()
    {
        using var world = new World();
        using var other = new World();
        Assert.NotEqual(world.Trust.Pin(), other.Trust.Pin());
        using var before = new AccountVault(Instance, world.Trust.Pin(), Argon2id.Derive);
        using var after = new AccountVault(Instance, other.Trust.Pin(), Argon2id.Derive);
        var made = await before.CreateAsync(_id, Passphrase);
        using var same = await before.UnlockAsync(_id, made.SealedVault, Passphrase);
        Assert.True(same!.TrustHolds);
        using var opened = await after.UnlockAsync(_id, made.SealedVault, Passphrase);
        Assert.False(opened!.TrustHolds);

        // A changed passphrase must not carry the new keys along.
        await Assert.ThrowsAsync<InvalidOperationException>(() => after.ChangePassphraseAsync(opened, "another long passphrase"));
        var repinned = await after.RepinAsync(opened, Passphrase);
        using var confirmed = await after.UnlockAsync(_id, repinned, Passphrase);
        Assert.True(confirmed!.TrustHolds);
        Assert.Equal(made.PublicKey, confirmed.Key.Public);
    }

    [Fact]
    public void Pin_AnyPinnedKeyExchanged_IsAnotherAndSoAreItsDigits()
    {
        using var world = new World();
        using var other = new World();
        var domains = Enum.GetValues<Core.Keys.KeyDomain>();
        var changed = domains.SelectMany(domain => new[]
        {
            With(domain, world.Trust.Of(domain) with { Root = other.Trust.Of(domain).Root }),
            With(domain, world.Trust.Of(domain) with { Recovery = other.Trust.Of(domain).Recovery }),
        }).Append(new Trust(world.Instance, domains.ToDictionary(domain => domain, world.Trust.Of), other.Trust.RouterIdentity))
            .Append(new Trust(other.Instance, domains.ToDictionary(domain => domain, world.Trust.Of), world.Trust.RouterIdentity)).ToList();
        Assert.All(changed, trust => Assert.NotEqual(world.Trust.Pin(), trust.Pin()));
        Assert.All(changed, trust => Assert.False(trust.IsFingerprint(KeyFingerprint.Of(world.Trust))));
        Assert.Equal(world.Trust.Pin(), With(domains[0], world.Trust.Of(domains[0])).Pin());
        Assert.True(world.Trust.IsFingerprint(" " + KeyFingerprint.Of(world.Trust).Replace(" ", "", StringComparison.Ordinal)));
        Assert.False(world.Trust.IsFingerprint(null));
        Assert.False(world.Trust.IsFingerprint(KeyFingerprint.Of(world.Trust)[..^1]));

        Trust With(Core.Keys.KeyDomain domain, DomainTrust keys)
            => new(world.Instance, domains.ToDictionary(found => found, found => found == domain ? keys : world.Trust.Of(found)), world.Trust.RouterIdentity);
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
        using var counting = new AccountVault(Instance, Pin, (passphrase, salt, passes, memory, root) =>
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
        using var both = new ManualResetEventSlim();
        using var vault = new AccountVault(Instance, Pin, (_, _, _, _, _) =>
        {
            var now = Interlocked.Increment(ref running);
            Interlocked.Increment(ref all);
            for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            {
                Interlocked.CompareExchange(ref most, now, seen);
            }

            // The first waits for a second one beside it, however late a thread is free for that; then there is time for a third.
            if (now > 1)
            {
                both.Set();
            }

            both.Wait(TimeSpan.FromSeconds(60));
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
        using var failing = new AccountVault(Instance, Pin, (_, _, _, _, _) => throw new InvalidOperationException());
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
