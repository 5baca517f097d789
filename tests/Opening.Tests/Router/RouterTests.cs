using ReportingService.Core.Reports;
using ReportingService.Sealing;

namespace ReportingService.Opening.Tests.Router;

public sealed class RouterTests
{
    private readonly World _world = new();

    [Fact]
    public void Open_SealedByIntake_GivesLabelsAndAKeyToWrapOn()
    {
        var (record, key) = RouterKeyMaker.Create(1, _world.RouterIdentity, _world.Instance, World.Now);
        var router = record.Verify(_world.Trust, new ChainMemory())!;
        var theCase = _world.Case();
        var envelope = theCase.Pair.WrapToRouter(router, theCase.Binding, "{\"v\":1}"u8);
        Assert.Equal(2 + 65 + 32 + 256 + 16, envelope.Length);
        using var routed = RouterOpener.Open(key, 1, theCase.Binding, envelope);
        Assert.Equal("{\"v\":1}"u8, routed.Labels);

        var desk = _world.Desk("PS_PEJE");
        using var unit = desk.Open();
        using var opened = unit.OpenCase(theCase.Binding, routed.Key.WrapToDesk(desk.Verified));
        var place = theCase.At(Purpose.Text);
        Assert.Equal("x"u8, ItemOpener.Open(opened, place, ReporterItemSealer.Seal(theCase.Reporter, theCase.Vouched, place, "x"u8)));

        Tamper.Everywhere(envelope, bytes => RouterOpener.Open(key, 1, theCase.Binding, bytes).Dispose());
        Assert.Throws<SealBrokenException>(() => RouterOpener.Open(key, 2, theCase.Binding, envelope));
        Assert.Throws<SealBrokenException>(() => RouterOpener.Open(key, 1, theCase.Binding with { Case = ReportId.New() }, envelope));
        Assert.Throws<SealBrokenException>(() => RouterOpener.Open(key, 1, theCase.Binding with { ReporterKey = key.Public }, envelope));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => RouterOpener.Open(key, 1, theCase.Binding, envelope));
    }

    /// <summary>Threat: the router's public key is exchanged in the database, so that every ordinary report's key goes to somebody else.</summary>
    [Fact]
    public void Verify_ExchangedChangedOrRolledBack_IsRefused()
    {
        var (one, _) = RouterKeyMaker.Create(1, _world.RouterIdentity, _world.Instance, World.Now);
        var (two, _) = RouterKeyMaker.Create(2, _world.RouterIdentity, _world.Instance, World.Now);
        var (fork, _) = RouterKeyMaker.Create(2, _world.RouterIdentity, _world.Instance, World.Now);
        using var stranger = SigningKey.Create();
        var (foreign, _) = RouterKeyMaker.Create(3, stranger, _world.Instance, World.Now);
        var memory = new ChainMemory();
        Assert.Equal(1, one.Verify(_world.Trust, memory)!.Epoch);
        Assert.Equal(2, two.Verify(_world.Trust, memory)!.Epoch);
        Assert.Equal(2, two.Verify(_world.Trust, memory)!.Epoch);
        RouterKeyRecord[] wrong =
        [
            one,
            fork,
            foreign,
            two with { Epoch = 3 },
            two with { PublicKey = one.PublicKey },
            two with { CreatedAt = two.CreatedAt.AddSeconds(1) },
            two with { Signature = [] },
            two with { PublicKey = new byte[65] },
            two with { Epoch = 0 },
        ];
        Assert.All(wrong, record => Assert.Null(record.Verify(_world.Trust, memory)));
        using var elsewhere = new World();
        Assert.Null(two.Verify(elsewhere.Trust, new ChainMemory()));
    }
}
