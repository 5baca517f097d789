using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Intake.AddMessage;
using ReportingService.Intake.Tests.Site;
using ReportingService.Labelling;
using ReportingService.TestKit;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>What is made of words that follow a report: an ordinary answer takes it from nobody and alarms nobody, a complaint does.</summary>
[Collection(nameof(SharedSite))]
public sealed class LaterWordsTests(SharedSite shared)
{
    private readonly Labeller labeller = shared.Site.Services.GetRequiredService<Labeller>();
    private readonly RoutingData routing = shared.Site.Services.GetRequiredService<RoutingData>();

    [Fact]
    public void Answers_OfAnOrdinaryReporter_StayWithTheOfficerWhoAsked()
    {
        var answers = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests", "Intake.Tests", "OpenReceipt", "ordinary-answers.txt"));
        Assert.True(answers.Length > 180);
        var wrong = answers.Select(Judge).Where(judged => judged.Wrong).Select(judged => judged.Words).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("The officer who came took fifty euros from me so that he writes nothing.")]
    [InlineData("Polici që e mori rastin më kërkoi ryshfet.")]
    [InlineData("Policajac kome sam prijavio ispričao je sve komšiji i sad mi preti.")]
    [InlineData("Mos ia tregoni stacionit të Gjilanit, kushëriri i tij punon aty.")]
    [InlineData("Мој муж ме туче сваке вечери.")]
    public void Words_ThatTheHolderMustNotRead_AreSeen(string words) => Assert.True(Judge(words).Wrong);

    [Theory]
    [InlineData("Help, he has a gun and is shooting at my mother right now in our house!")]
    [InlineData("Ai është te dera me thikë tani, ejani shpejt!")]
    [InlineData("Upravo sad mi obija vrata i viče da će me ubiti, pomozite!")]
    public void Words_OfDangerNow_AreSeen(string words) => Assert.Equal(Urgency.Emergency, labeller.LabelLater(new PlainText(words, null)).Urgency);

    private (string Words, bool Wrong) Judge(string words)
    {
        var labels = labeller.LabelLater(new PlainText(words, null));
        var report = new Case
        {
            Id = Guid.NewGuid(),
            CreatedAt = default,
            Urgency = Urgency.Normal,
            Domain = KeyDomain.Police,
            Protection = Protection.None,
            HolderDesk = "PS_GJILAN",
            CasePublicKey = [],
            ReporterPublicKey = [],
            ReceiptLookup = [],
            AuditId = Guid.NewGuid(),
            SealedOutcome = [],
            LastActivityAt = default,
        };
        var wrong = PassedWords.Of(words, labels, report, ["PS_GJILAN"], [], routing.Desks) is not null || LaterExclusion.Of(labels, routing.Desks) is not null || labels.Urgency == Urgency.Emergency;
        return ($"{words} [{labels.Category} {labels.CategorySource} {string.Join(' ', labels.Flags)}; {string.Join(' ', labels.Signs)}; {string.Join(' ', labels.ConcernedUnits)} {string.Join(' ', labels.RefusedUnits)} {labels.Urgency}]", wrong);
    }
}
