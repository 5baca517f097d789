using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Units;

public sealed class UnitKeyTests
{
    private readonly World _world = new();
    private readonly TestDesk _desk;

    public UnitKeyTests() => _desk = _world.Desk("DVU_FERIZAJ");

    [Fact]
    public void Open_Grant_AnyByteOrLengthChanged_IsRefused()
        => Tamper.Everywhere(_desk.Grant, grant => UnitKeyOpener.Open(_desk.Member.Key, _desk.Member.Id, _desk.Record, _world.Instance, grant).Dispose());

    [Fact]
    public void Open_GrantOfAnotherMemberDeskEpochOrInstance_IsRefused()
    {
        var (key, id, record) = (_desk.Member.Key, _desk.Member.Id, _desk.Record);
        using var stranger = PrivateKey.Create();
        var other = _world.Desk("PS_GJILAN");
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(stranger, id, record, _world.Instance, _desk.Grant));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(key, Guid.NewGuid(), record, _world.Instance, _desk.Grant));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(key, id, record with { Desk = "PS_GJILAN" }, _world.Instance, _desk.Grant));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(key, id, record with { Epoch = 2 }, _world.Instance, _desk.Grant));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(key, id, other.Record, _world.Instance, _desk.Grant));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(key, id, record, new InstanceId(Guid.NewGuid()), _desk.Grant));
    }

    [Fact]
    public void Admit_AnotherMember_OpensTheSameCases()
    {
        var theCase = _world.Case();
        var wrap = theCase.Pair.WrapToDesk(_desk.Verified, theCase.Binding);
        var second = new TestMember();
        using var first = _desk.Open();
        var grant = UnitKeyMaker.Admit(first, second.Public, _world.Trust);
        Assert.Equal(179, grant.Length);
        using var opened = UnitKeyOpener.Open(second.Key, second.Id, _desk.Record, _world.Instance, grant);
        using var caseKey = opened.OpenCase(theCase.Binding, wrap);
        Assert.Equal(theCase.Pair.Public, caseKey.Binding.CaseKey);
    }

    [Fact]
    public void Rotate_WithoutALeavingMember_KeepsOldCasesButGivesNoNewOnes()
    {
        var leaving = new TestMember();
        using var first = _desk.Open();
        var leavingGrant = UnitKeyMaker.Admit(first, leaving.Public, _world.Trust);
        var next = UnitKeyMaker.Rotate(first, [_desk.Record], [new AdmittedMember(_desk.Member.Id, _desk.Member.Key.Public, _desk.Grant)], _world.Trust, World.Now.AddDays(1));
        Assert.Equal([_desk.Member.Id], next.Grants.Select(g => g.AccountId));
        var verified = Assert.IsType<ChainVerdict.Current>(_world.Verify("DVU_FERIZAJ", KeyDomain.Police, [_desk.Record, next.Record], now: World.Now.AddDays(1))).Key;

        var theCase = _world.Case();
        var wrap = theCase.Pair.WrapToDesk(verified, theCase.Binding);
        using var stayed = UnitKeyOpener.Open(_desk.Member.Key, _desk.Member.Id, next.Record, _world.Instance, next.Grants[0].Wrapped);
        stayed.OpenCase(theCase.Binding, wrap).Dispose();
        using var left = UnitKeyOpener.Open(leaving.Key, leaving.Id, _desk.Record, _world.Instance, leavingGrant);
        Assert.Throws<SealBrokenException>(() => left.OpenCase(theCase.Binding, wrap));
        Assert.Throws<SealBrokenException>(() => UnitKeyOpener.Open(leaving.Key, leaving.Id, next.Record, _world.Instance, next.Grants[0].Wrapped));
    }

    /// <summary>Threat: an account's public key is exchanged in the database, to be given the next epoch.</summary>
    [Fact]
    public void Rotate_MembersPublicKeyExchanged_IsRefused()
    {
        using var first = _desk.Open();
        using var attacker = PrivateKey.Create();
        AdmittedMember[] wrong =
        [
            new(_desk.Member.Id, attacker.Public, _desk.Grant),
            new(Guid.NewGuid(), _desk.Member.Key.Public, _desk.Grant),
            new(_desk.Member.Id, _desk.Member.Key.Public, new byte[179]),
            new(_desk.Member.Id, _desk.Member.Key.Public, []),
        ];
        Assert.All(wrong, member => Assert.Throws<SealBrokenException>(() => UnitKeyMaker.Rotate(first, [_desk.Record], [member], _world.Trust, World.Now)));
    }

    /// <summary>Threat: an earlier record is changed, so that the honest next signature makes the change part of the chain.</summary>
    [Fact]
    public void Rotate_OverAChangedOrExpiredChain_IsRefused()
    {
        using var first = _desk.Open();
        AdmittedMember[] staying = [new(_desk.Member.Id, _desk.Member.Key.Public, _desk.Grant)];
        Assert.Throws<SealBrokenException>(() => UnitKeyMaker.Rotate(first, [_desk.Record with { ExpiresAt = _desk.Record.ExpiresAt.AddDays(1) }], staying, _world.Trust, World.Now));
        Assert.Throws<SealBrokenException>(() => UnitKeyMaker.Rotate(first, [_desk.Record], staying, _world.Trust, _desk.Record.ExpiresAt));
        Assert.Throws<ArgumentException>(() => UnitKeyMaker.Rotate(first, [], staying, _world.Trust, World.Now));
    }

    [Fact]
    public void Recovery_OfTheDomain_AdmitsAMemberAndReleasesWaitingCases()
    {
        using var recovery = _world.Recovery(KeyDomain.Police);
        var late = new TestMember();
        using (var unit = recovery.OpenUnit(_desk.Record, _desk.RecoveryWrap))
        {
            var grant = UnitKeyMaker.Admit(unit, late.Public, _world.Trust);
            UnitKeyOpener.Open(late.Key, late.Id, _desk.Record, _world.Instance, grant).Dispose();
        }

        var waiting = _world.Case();
        var wrap = waiting.Pair.WrapToRecovery(_world.Trust, KeyDomain.Police, waiting.Binding);
        using var released = recovery.OpenCase(waiting.Binding, wrap);
        using var desk = _desk.Open();
        desk.OpenCase(waiting.Binding, released.WrapToDesk(_desk.Verified)).Dispose();
        Tamper.Everywhere(wrap, bytes => recovery.OpenCase(waiting.Binding, bytes).Dispose());
        Tamper.Everywhere(_desk.RecoveryWrap, bytes => recovery.OpenUnit(_desk.Record, bytes).Dispose());
    }

    /// <summary>No key of another domain, member or custodian, opens a protected case.</summary>
    [Theory]
    [InlineData(Protection.Helpline, KeyDomain.Helpline)]
    [InlineData(Protection.Pik, KeyDomain.Pik)]
    [InlineData(Protection.Internal, KeyDomain.Internal)]
    public void OpenCase_ProtectedWithEveryKeyOfEveryOtherDomain_IsRefused(Protection protection, KeyDomain domain)
    {
        var holder = _world.Desk("HOLDER", domain);
        var theCase = _world.Case(protection);
        byte[][] wraps = [theCase.Pair.WrapToDesk(holder.Verified, theCase.Binding), theCase.Pair.WrapToRecovery(_world.Trust, domain, theCase.Binding)];
        using (var control = holder.Open())
        {
            control.OpenCase(theCase.Binding, wraps[0]).Dispose();
        }

        foreach (var other in Enum.GetValues<KeyDomain>().Where(d => d != domain))
        {
            // The other domain's desk even bears the same code.
            using var desk = _world.Desk("HOLDER", other).Open();
            using var recovery = _world.Recovery(other);
            Assert.All(wraps, wrap =>
            {
                Assert.Throws<SealBrokenException>(() => desk.OpenCase(theCase.Binding, wrap));
                Assert.Throws<SealBrokenException>(() => recovery.OpenCase(theCase.Binding, wrap));
            });
            Assert.Throws<SealBrokenException>(() => recovery.OpenUnit(holder.Record, holder.RecoveryWrap));
            Assert.Throws<SealBrokenException>(() => recovery.OpenUnit(holder.Record with { Domain = other }, holder.RecoveryWrap));
        }
    }

    [Fact]
    public void New_RecoveryWithTheWrongKey_IsRefused()
        => Assert.Throws<SealBrokenException>(() => new RecoveryOpener(PrivateKey.Create(), KeyDomain.Police, _world.Trust));
}
