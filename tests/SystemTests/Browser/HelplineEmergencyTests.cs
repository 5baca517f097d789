using ReportingService.Web.Languages;

namespace ReportingService.SystemTests.Browser;

/// <summary>An emergency that the helpline alone gets, where it has a reader: nobody may wait for a patrol that does not come.</summary>
[Collection(BrowserFixture.Together)]
public sealed class HelplineEmergencyTests(BrowserFixture product)
{
    private readonly TextCatalogue texts = new(typeof(Intake.IntakeHost).Assembly);

    [Fact]
    public async Task Emergency_OnlyForTheHelpline_SaysThatNoPatrolComes()
    {
        await using var visit = await product.VisitAsync(width: 390);
        foreach (var language in SiteLanguage.All)
        {
            var said = texts.Get(language, "danger.only").Split("{desk}")[1];
            await CitizenSteps.AboutAsync(visit, language.Tag, CitizenSteps.Emergency);
            await visit.Page.ChooseAsync("helplineOnly");
            await CitizenSteps.NextAsync(visit);
            Assert.Contains(said, await visit.Page.InnerTextAsync(".danger-panel"), StringComparison.Ordinal);
            await CitizenSteps.SendAsync(visit);
            Assert.Contains(said, await visit.Page.InnerTextAsync(".danger-panel"), StringComparison.Ordinal);

            // Positive control: the police's emergency desk sends a patrol, and nothing of the kind is said.
            await CitizenSteps.AboutAsync(visit, language.Tag, CitizenSteps.Emergency);
            await CitizenSteps.NextAsync(visit);
            Assert.DoesNotContain(said, await visit.Page.InnerTextAsync(".danger-panel"), StringComparison.Ordinal);
        }
    }
}
