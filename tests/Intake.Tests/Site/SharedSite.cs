namespace ReportingService.Intake.Tests.Site;

/// <summary>One site for all tests that do not change it.</summary>
public sealed class SharedSite : IAsyncLifetime
{
    public IntakeSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await IntakeSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

[CollectionDefinition(nameof(SharedSite))]
public sealed class SharedSiteCollection : ICollectionFixture<SharedSite>;
