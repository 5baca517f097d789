using ReportingService.Core.Keys;
using ReportingService.Core.Reports;

namespace ReportingService.Sealing.Tests.Keys;

public sealed class CaseKeyPairTests
{
    [Theory]
    [InlineData(Protection.None, KeyDomain.Police, true)]
    [InlineData(Protection.None, KeyDomain.Helpline, true)]
    [InlineData(Protection.Helpline, KeyDomain.Police, false)]
    [InlineData(Protection.Helpline, KeyDomain.Internal, false)]
    [InlineData(Protection.Helpline, KeyDomain.Pik, false)]
    [InlineData(Protection.Helpline, KeyDomain.Helpline, true)]
    [InlineData(Protection.Pik, KeyDomain.Police, false)]
    [InlineData(Protection.Pik, KeyDomain.Internal, false)]
    [InlineData(Protection.Pik, KeyDomain.Pik, true)]
    [InlineData(Protection.Internal, KeyDomain.Pik, false)]
    [InlineData(Protection.Internal, KeyDomain.Internal, true)]
    public void Wrap_ByProtection_ReachesOnlyItsDomain(Protection protection, KeyDomain domain, bool allowed)
    {
        var trust = Some.Trust();
        using var pair = CaseKeyPair.Create(protection);
        var binding = new CaseBinding(trust.Instance, ReportId.New(), pair.Public, Some.PublicKey());
        var desk = new VerifiedUnitKey(new UnitKeyRecord("DESK", domain, 1, Some.PublicKey().ToBytes(), default, default, [], [], UnitKeyRecord.Root));
        if (allowed)
        {
            Assert.Equal(115, pair.WrapToDesk(desk, binding).Length);
            Assert.Equal(115, pair.WrapToRecovery(trust, domain, binding).Length);
        }
        else
        {
            Assert.Throws<ProtectionException>(() => pair.WrapToDesk(desk, binding));
            Assert.Throws<ProtectionException>(() => pair.WrapToRecovery(trust, domain, binding));
        }

        var router = new VerifiedRouterKey(1, Some.PublicKey());
        if (protection == Protection.None)
        {
            Assert.NotEmpty(pair.WrapToRouter(router, binding, "labels"u8));
        }
        else
        {
            Assert.Throws<ProtectionException>(() => pair.WrapToRouter(router, binding, "labels"u8));
        }
    }

    [Fact]
    public void Decide_Later_LimitsOnceAndForAll()
    {
        var trust = Some.Trust();
        using var pair = CaseKeyPair.CreateUndecided();
        var binding = new CaseBinding(trust.Instance, ReportId.New(), pair.Public, Some.PublicKey());
        Assert.Throws<ProtectionException>(() => pair.WrapToRecovery(trust, KeyDomain.Pik, binding));
        pair.Decide(Protection.Pik);
        Assert.NotEmpty(pair.WrapToRecovery(trust, KeyDomain.Pik, binding));
        Assert.Throws<ProtectionException>(() => pair.Decide(Protection.None));
        Assert.Throws<ProtectionException>(() => pair.WrapToRecovery(trust, KeyDomain.Police, binding));
    }

    [Fact]
    public void Wrap_BindingOfAnotherCaseKey_IsRefused()
    {
        var trust = Some.Trust();
        using var pair = CaseKeyPair.Create(Protection.None);
        var binding = new CaseBinding(trust.Instance, ReportId.New(), Some.PublicKey(), Some.PublicKey());
        Assert.Throws<ArgumentException>(() => pair.WrapToRecovery(trust, KeyDomain.Police, binding));
    }

    [Fact]
    public void Wrap_AfterDispose_IsRefused()
    {
        var trust = Some.Trust();
        var pair = CaseKeyPair.Create(Protection.None);
        var binding = new CaseBinding(trust.Instance, ReportId.New(), pair.Public, Some.PublicKey());
        pair.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pair.WrapToRecovery(trust, KeyDomain.Police, binding));
    }
}
