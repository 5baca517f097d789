using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.TestKit;

namespace ReportingService.Triage.Tests;

/// <summary>Two rule authors for whom the custodian of the police vouched, and versions as the console stores them.</summary>
public sealed class SigningStaff : IDisposable
{
    private readonly TriageWorld world;

    public SigningStaff(TriageWorld world)
    {
        this.world = world;
        Author = NewPerson(vouched: true);
        Second = NewPerson(vouched: true);
        Before = RuleProposal.HashOfFirstRules(File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "infra/routing/rules.json")));
    }

    public (Guid Id, PrivateKey Key, RuleAuthorRecord Record) Author { get; }

    public (Guid Id, PrivateKey Key, RuleAuthorRecord Record) Second { get; }

    /// <summary>What the next version follows on.</summary>
    public byte[] Before { get; private set; }

    /// <summary>The rules of the folder with one thing changed; the thing must be there.</summary>
    public static string Rules(string good = "\"unit\": \"CRSSU\"", string other = "\"unit\": \"WCI\"")
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra/routing/rules.json"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        return text.Replace(good, other, StringComparison.Ordinal);
    }

    public (Guid Id, PrivateKey Key, RuleAuthorRecord Record) NewPerson(bool vouched)
    {
        var (id, key) = (Guid.NewGuid(), PrivateKey.Create());
        var asked = RuleSigning.Ask(key, id, TimeProvider.System.GetUtcNow().AddMinutes(-30));
        using var root = RootKeyFiles.ReadRoot(world.Folder["roots", RootKeyFiles.RootFile(KeyDomain.Police)], KeyDomain.Police, world.Trust);
        return (id, key, vouched ? root.Sign(asked, TimeProvider.System.GetUtcNow()) : asked with { Signature = new byte[64] });
    }

    /// <summary>A version signed by these people; good when it is left as it is.</summary>
    public RuleVersion Sign(int number, string rules, (Guid Id, PrivateKey Key, RuleAuthorRecord Record)? second = null, TestDesk? pik = null, TestDesk? helpline = null, TimeSpan ago = default)
    {
        var proposal = new RuleProposal(number, Before, Encoding.UTF8.GetBytes(rules), Author.Id);
        var (other, at) = (second ?? Second, CoarseTime.Second(TimeProvider.System.GetUtcNow() - ago));
        var (byPik, byHelpline) = (pik is null ? null : RuleSigning.AsBody(pik.Key, proposal, world.Trust.Instance), helpline is null ? null : RuleSigning.AsBody(helpline.Key, proposal, world.Trust.Instance));
        return new RuleVersion
        {
            Number = number,
            Content = proposal.Content,
            Purpose = "",
            Author = Author.Record.ToBytes(),
            AuthorSignature = RuleSigning.AsAuthor(Author.Key, proposal, world.Trust.Instance),
            Activator = other.Record.ToBytes(),
            ActivatorSignature = RuleSigning.AsActivator(other.Key, other.Id, proposal, world.Trust.Instance, at),
            ActivatedAt = at,
            PikEpoch = byPik?.Epoch,
            PikSignature = byPik?.Signature,
            HelplineEpoch = byHelpline?.Epoch,
            HelplineSignature = byHelpline?.Signature,
        };
    }

    /// <summary>The next version follows on this one.</summary>
    public void Follow(RuleVersion version) => Before = version.ToRecord(Before).Hash(world.Trust.Instance);

    public void Dispose()
    {
        Author.Key.Dispose();
        Second.Key.Dispose();
    }
}
