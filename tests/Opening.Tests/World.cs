using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests;

/// <summary>An installation with real keys: roots, recovery, one signed desk per domain with one member.</summary>
internal sealed class World : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<KeyDomain, SigningKey> _roots = Enum.GetValues<KeyDomain>().ToDictionary(d => d, _ => SigningKey.Create());
    private readonly Dictionary<KeyDomain, PrivateKey> _recovery = Enum.GetValues<KeyDomain>().ToDictionary(d => d, _ => PrivateKey.Create());

    internal World()
    {
        RouterIdentity = SigningKey.Create();
        Trust = new Trust(new InstanceId(Guid.NewGuid()), _roots.Keys.ToDictionary(d => d, d => new DomainTrust(_roots[d].Public, _recovery[d].Public)), RouterIdentity.Public);
    }

    internal Trust Trust { get; }

    internal SigningKey RouterIdentity { get; }

    internal InstanceId Instance => Trust.Instance;

    public void Dispose() => RouterIdentity.Dispose();

    internal RootSigner Root(KeyDomain domain) => new(_roots[domain], domain, Trust);

    internal RecoveryOpener Recovery(KeyDomain domain)
    {
        var scalar = new byte[32];
        _recovery[domain].CopyScalarTo(scalar);
        return new RecoveryOpener(PrivateKey.FromScalar(scalar), domain, Trust);
    }

    internal byte[] RecoveryScalar(KeyDomain domain) => _recovery[domain].Scalar.ToArray();

    /// <summary>A desk whose first member made its key and whose custodian signed it.</summary>
    internal TestDesk Desk(string code, KeyDomain domain = KeyDomain.Police)
    {
        var member = new TestMember();
        var made = UnitKeyMaker.CreateFirst(code, domain, member.Public, Trust, Now);
        var signed = Root(domain).Sign(made.Record, [], Now);
        return new TestDesk(this, code, domain, member, signed, made.Grants[0].Wrapped, made.RecoveryWrap);
    }

    internal ChainVerdict Verify(string desk, KeyDomain domain, IReadOnlyList<UnitKeyRecord> chain, ChainMemory? memory = null, DateTimeOffset? now = null)
        => UnitKeyChain.Verify(desk, domain, chain, Trust, memory ?? new ChainMemory(), now ?? Now);

    /// <summary>A case as Intake makes it.</summary>
    internal TestCase Case(Protection protection = Protection.None)
    {
        var receipt = Receipt.Mint();
        var reporter = ReporterKey.From(receipt, Instance);
        var pair = CaseKeyPair.Create(protection);
        return new TestCase(pair, reporter, new CaseBinding(Instance, ReportId.New(), pair.Public, reporter.Public));
    }
}

internal sealed class TestMember
{
    internal Guid Id { get; } = Guid.NewGuid();

    internal PrivateKey Key { get; } = PrivateKey.Create();

    internal UnitMember Public => new(Id, Key.Public);
}

internal sealed record TestDesk(World World, string Code, KeyDomain Domain, TestMember Member, UnitKeyRecord Record, byte[] Grant, byte[] RecoveryWrap)
{
    internal VerifiedUnitKey Verified => Assert.IsType<ChainVerdict.Current>(World.Verify(Code, Domain, [Record])).Key;

    internal UnitPrivateKey Open() => UnitKeyOpener.Open(Member.Key, Member.Id, Record, World.Instance, Grant);
}

internal sealed record TestCase(CaseKeyPair Pair, ReporterKey Reporter, CaseBinding Binding)
{
    internal VouchedCase Vouched => Reporter.Vouch(Binding.Case, Pair.Public.Span, Reporter.TagCase(Binding.Case, Pair.Public))!;

    internal EnvelopeContext At(Purpose purpose) => new(Binding.Instance, Binding.Case, Guid.NewGuid(), purpose);

    internal CaseKey Open(TestDesk desk)
    {
        using var unit = desk.Open();
        return unit.OpenCase(Binding, Pair.WrapToDesk(desk.Verified, Binding));
    }
}

internal static class Tamper
{
    /// <summary>Each byte changed in turn, each shorter length, one byte more: nothing but <see cref="SealBrokenException"/> comes of it.</summary>
    internal static void Everywhere(byte[] good, Action<byte[]> open)
    {
        open(good);
        for (var at = 0; at < good.Length; at++)
        {
            var changed = (byte[])good.Clone();
            changed[at] ^= 0x40;
            Assert.Throws<SealBrokenException>(() => open(changed));
        }

        for (var length = 0; length < good.Length; length++)
        {
            Assert.Throws<SealBrokenException>(() => open(good[..length]));
        }

        Assert.Throws<SealBrokenException>(() => open([.. good, 0]));
    }
}
