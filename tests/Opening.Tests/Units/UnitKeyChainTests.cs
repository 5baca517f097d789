using System.Security.Cryptography;
using ReportingService.Core.Keys;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Units;

public sealed class UnitKeyChainTests
{
    private readonly World _world = new();
    private readonly TestDesk _desk;
    private readonly UnitKeyRecord[] _three;
    private readonly UnitPrivateKey _second;

    public UnitKeyChainTests()
    {
        _desk = _world.Desk("PS_GJILAN");
        using var first = _desk.Open();
        var two = Rotate(first, [_desk.Record], _desk.Grant, 30);
        _second = UnitKeyOpener.Open(_desk.Member.Key, _desk.Member.Id, two.Record, _world.Instance, two.Grants[0].Wrapped);
        var three = Rotate(_second, [_desk.Record, two.Record], two.Grants[0].Wrapped, 60);
        _three = [_desk.Record, two.Record, three.Record];
    }

    private static DateTimeOffset Later => World.Now.AddDays(90);

    [Fact]
    public void Verify_ThreeEpochs_GivesTheLast()
    {
        var current = Assert.IsType<ChainVerdict.Current>(Verify(_three));
        Assert.Equal(3, current.Key.Epoch);
        Assert.Equal(_three[2].PublicKey, current.Key.PublicKey.ToBytes());
        Assert.Equal(KeyDomain.Police, current.Key.Domain);
    }

    [Fact]
    public void Verify_CarriedAsBytes_StillFits()
    {
        var carried = _three.Select(r => UnitKeyRecord.FromBytes(r.ToBytes())).ToArray();
        Assert.IsType<ChainVerdict.Current>(Verify(carried));
        Assert.Equal(_three[1].Fingerprint, carried[1].Fingerprint);
        for (var length = 0; length < _three[0].ToBytes().Length; length++)
        {
            Assert.Throws<FormatException>(() => UnitKeyRecord.FromBytes(_three[0].ToBytes().AsSpan(0, length)));
        }
    }

    [Fact]
    public void Verify_NoneOrOnlyPending_SaysSo()
    {
        AssertRefused(ChainRefusal.NoKey, []);
        AssertRefused(ChainRefusal.Pending, [_desk.Record with { Signature = [] }]);

        // A pending next epoch does not stop the current one.
        Assert.Equal(3, Assert.IsType<ChainVerdict.Current>(Verify([.. _three, _three[2] with { Epoch = 4, Signature = [] }])).Key.Epoch);
    }

    /// <summary>Threat: any field of any record is changed in the database.</summary>
    [Fact]
    public void Verify_AnyFieldChanged_IsRefused()
    {
        for (var i = 0; i < 3; i++)
        {
            var at = i;
            var record = _three[at];
            AssertRefusedWith(at, record with { Desk = "PS_FERIZAJ" });
            AssertRefusedWith(at, record with { Domain = KeyDomain.Pik });
            AssertRefusedWith(at, record with { Epoch = record.Epoch + 1 });
            AssertRefusedWith(at, record with { CreatedAt = record.CreatedAt.AddSeconds(1) });
            AssertRefusedWith(at, record with { ExpiresAt = record.ExpiresAt.AddSeconds(1) });
            AssertRefusedWith(at, record with { SignedBy = record.SignedBy == "root" ? "epoch:0" : "root" });
            AssertRefusedWith(at, record with { SignedBy = "epoch:9" });
            AssertRefusedWith(at, record with { SignedBy = string.Empty });
            AssertRefusedWith(at, record with { PublicKey = PrivateKey.Create().Public.ToBytes() });
            AssertRefusedWith(at, record with { PublicKey = new byte[65] });
            AssertRefusedWith(at, record with { PublicKey = [] });
            AssertRefusedWith(at, record with { SigningPublicKey = SigningKey.Create().Public.ToBytes() });
            AssertRefusedWith(at, record with { SigningPublicKey = record.PublicKey });
            AssertRefusedWith(at, record with { Signature = new byte[64] });
            AssertRefusedWith(at, record with { Signature = RandomNumberGenerator.GetBytes(64) });
            AssertRefusedWith(at, record with { Signature = [.. record.Signature, 0] });
            for (var b = 0; b < 64; b++)
            {
                var signature = (byte[])record.Signature.Clone();
                signature[b] ^= 1;
                AssertRefusedWith(at, record with { Signature = signature });
            }
        }
    }

    [Fact]
    public void Verify_UnsignedInTheMiddle_IsRefused()
        => AssertRefused(ChainRefusal.BadSignature, [_three[0], _three[1] with { Signature = [] }, _three[2]]);

    [Fact]
    public void Verify_MissingRepeatedOrDisorderedEpochs_AreRefused()
    {
        AssertRefused(ChainRefusal.BrokenChain, [_three[1], _three[2]]);
        AssertRefused(ChainRefusal.BrokenChain, [_three[0], _three[2]]);
        AssertRefused(ChainRefusal.BrokenChain, [_three[0], _three[0]]);
        AssertRefused(ChainRefusal.BrokenChain, [_three[0], _three[2], _three[1]]);
    }

    [Fact]
    public void Verify_OtherDeskDomainOrInstance_IsRefused()
    {
        Assert.Equal(ChainRefusal.WrongDesk, Refusal(_world.Verify("PS_FERIZAJ", KeyDomain.Police, _three, now: Later)));
        Assert.Equal(ChainRefusal.WrongDomain, Refusal(_world.Verify("PS_GJILAN", KeyDomain.Helpline, _three, now: Later)));
        using var elsewhere = new World();
        Assert.Equal(ChainRefusal.BadSignature, Refusal(elsewhere.Verify("PS_GJILAN", KeyDomain.Police, _three, now: Later)));
    }

    /// <summary>Threat: the custodian of one domain signs a key for a desk of another.</summary>
    [Fact]
    public void Verify_SignedByTheRootOfAnotherDomain_IsRefused()
    {
        var member = new TestMember();
        var made = UnitKeyMaker.CreateFirst("PIK", KeyDomain.Police, member.Public, _world.Trust, World.Now);
        var signed = _world.Root(KeyDomain.Police).Sign(made.Record, [], World.Now);
        Assert.Equal(ChainRefusal.WrongDomain, Refusal(_world.Verify("PIK", KeyDomain.Pik, [signed])));
        Assert.Equal(ChainRefusal.BadSignature, Refusal(_world.Verify("PIK", KeyDomain.Pik, [signed with { Domain = KeyDomain.Pik }])));
        Assert.Throws<InvalidOperationException>(() => _world.Root(KeyDomain.Helpline).Sign(made.Record, [], World.Now));
    }

    [Fact]
    public void Verify_Expired_IsRefusedButNotBefore()
    {
        var end = _three[2].ExpiresAt;
        Assert.IsType<ChainVerdict.Current>(_world.Verify("PS_GJILAN", KeyDomain.Police, _three, now: end.AddSeconds(-1)));
        Assert.Equal(ChainRefusal.Expired, Refusal(_world.Verify("PS_GJILAN", KeyDomain.Police, _three, now: end)));
    }

    [Fact]
    public void Verify_FromTheFutureOrTooLongLived_IsRefused()
    {
        Assert.Equal(ChainRefusal.Malformed, Refusal(_world.Verify("PS_GJILAN", KeyDomain.Police, _three, now: World.Now.AddDays(59))));
        var made = UnitKeyMaker.CreateFirst("PS_X", KeyDomain.Police, new TestMember().Public, _world.Trust, World.Now).Record;
        var forever = made with { ExpiresAt = made.CreatedAt.AddDays(401) };
        Assert.Throws<InvalidOperationException>(() => _world.Root(KeyDomain.Police).Sign(forever, [], World.Now));
    }

    /// <summary>Threat: an old epoch, expired or replaced, signs a key for itself.</summary>
    [Fact]
    public void Verify_SignedByAnEpochThatMayNot_IsRefused()
    {
        // The first epoch's key signs a fourth epoch.
        using var first = _desk.Open();
        var fourth = Forge(4, "epoch:1", first, _three, World.Now.AddDays(61));
        AssertRefused(ChainRefusal.BadSignature, [.. _three, fourth]);
        AssertRefused(ChainRefusal.BadSignature, [.. _three, fourth with { SignedBy = "epoch:3" }]);

        // The predecessor signs, but after its own end.
        var late = _desk.Record.ExpiresAt.AddDays(1);
        var afterEnd = Forge(2, "epoch:1", first, [_desk.Record], late);
        Assert.Equal(ChainRefusal.BadSignature, Refusal(_world.Verify("PS_GJILAN", KeyDomain.Police, [_desk.Record, afterEnd], now: late)));
    }

    /// <summary>Threat: newer records are deleted to bring back a key that somebody got hold of.</summary>
    [Fact]
    public void Verify_RolledBackOrForked_IsRefusedByMemory()
    {
        var memory = new ChainMemory();
        Assert.IsType<ChainVerdict.Current>(Verify(_three, memory));
        AssertRefused(ChainRefusal.RolledBack, _three[..2], memory);
        AssertRefused(ChainRefusal.RolledBack, _three[..1], memory);
        AssertRefused(ChainRefusal.RolledBack, [], memory);
        AssertRefused(ChainRefusal.RolledBack, [_three[0] with { Signature = [] }], memory);

        // The second epoch signs another third one: a fork with good signatures.
        var fork = Rotate(_second, _three[..2], GrantFor(_second), 61).Record;
        Assert.IsType<ChainVerdict.Current>(Verify([.. _three[..2], fork]));
        AssertRefused(ChainRefusal.RolledBack, [.. _three[..2], fork], memory);
        Assert.IsType<ChainVerdict.Current>(Verify(_three, memory));
    }

    [Fact]
    public void ChainMemory_InAFile_SurvivesARestart()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "memory-" + Guid.NewGuid().ToString("N"));
        try
        {
            Assert.IsType<ChainVerdict.Current>(Verify(_three, ChainMemory.InFile(path)));
            AssertRefused(ChainRefusal.RolledBack, _three[..2], ChainMemory.InFile(path));
            Assert.IsType<ChainVerdict.Current>(Verify(_three, ChainMemory.InFile(path)));
            File.WriteAllText(path, "nonsense");
            Assert.Throws<FormatException>(() => ChainMemory.InFile(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>When nobody is left who can sign, the custodians sign a new epoch over the old chain.</summary>
    [Fact]
    public void Sign_ANewEpochByTheRoot_ContinuesTheChain()
    {
        var member = new TestMember();
        var anew = UnitKeyMaker.CreateAnew(_three, member.Public, _world.Trust, Later);
        var signed = _world.Root(KeyDomain.Police).Sign(anew.Record, _three, Later);
        var current = Assert.IsType<ChainVerdict.Current>(Verify([.. _three, signed]));
        Assert.Equal(4, current.Key.Epoch);

        // It is bound to the chain it was signed over.
        AssertRefused(ChainRefusal.BadSignature, [_three[0], _three[1], Rotate(_second, _three[..2], GrantFor(_second), 61).Record, signed]);
    }

    private NewUnitKey Rotate(UnitPrivateKey current, IReadOnlyList<UnitKeyRecord> chain, byte[] grant, int days)
        => UnitKeyMaker.Rotate(current, chain, [new AdmittedMember(_desk.Member.Id, _desk.Member.Key.Public, grant)], _world.Trust, World.Now.AddDays(days));

    private byte[] GrantFor(UnitPrivateKey key) => UnitKeyMaker.Admit(key, _desk.Member.Public, _world.Trust);

    private UnitKeyRecord Forge(int epoch, string signer, UnitPrivateKey key, IReadOnlyList<UnitKeyRecord> before, DateTimeOffset created)
    {
        var record = new UnitKeyRecord("PS_GJILAN", KeyDomain.Police, epoch, PrivateKey.Create().Public.ToBytes(), created, created.AddDays(100), SigningKey.Create().Public.ToBytes(), [], signer);
        return record with { Signature = key.Signing.Sign(KeyRecordBytes.Signed(record, _world.Instance, UnitKeyChain.PreviousHash(before, _world.Instance))) };
    }

    private ChainVerdict Verify(IReadOnlyList<UnitKeyRecord> chain, ChainMemory? memory = null) => _world.Verify("PS_GJILAN", KeyDomain.Police, chain, memory, Later);

    private void AssertRefused(ChainRefusal reason, IReadOnlyList<UnitKeyRecord> chain, ChainMemory? memory = null) => Assert.Equal(reason, Refusal(Verify(chain, memory)));

    private void AssertRefusedWith(int at, UnitKeyRecord changed)
    {
        var chain = _three.ToArray();
        chain[at] = changed;
        Assert.IsType<ChainVerdict.Refused>(Verify(chain));
    }

    private static ChainRefusal Refusal(ChainVerdict verdict) => Assert.IsType<ChainVerdict.Refused>(verdict).Reason;
}
