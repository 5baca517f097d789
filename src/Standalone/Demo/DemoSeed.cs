using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Keys;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Demo;

/// <summary>
/// Fills an empty demonstration with accounts and desk keys, by the same steps that people take in a real instance: accounts make
/// their keys, first members make desks' keys, custodians sign, members admit the others.
/// </summary>
internal sealed class DemoSeed(DataFolder data, Trust trust, AccountCreation accounts, DeskDirectory desks, IDatabaseWriter writer, TimeProvider clock)
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Seeds once: an instance that has accounts is left as it is.</summary>
    public async Task SeedAsync(ReportingDb db, string rootsFolder, CancellationToken cancellation)
    {
        if (await db.Accounts.AnyAsync(cancellation))
        {
            return;
        }

        var made = await Task.WhenAll(DemoStaff.Of(desks).Select(async person =>
        {
            var passphrase = NewPassphrase();
            return (person.Desks, Passphrase: passphrase, Account: await accounts.PrepareAsync(person.User, passphrase, person.Role, cancellation));
        }));

        var now = clock.GetUtcNow();
        var keys = new List<NewUnitKey>();
        var roots = Enum.GetValues<KeyDomain>().ToDictionary(domain => domain, domain => RootKeyFiles.ReadRoot(Path.Combine(rootsFolder, RootKeyFiles.RootFile(domain)), domain, trust));
        foreach (var desk in desks.All.Where(desk => !desk.External))
        {
            var members = made.Where(person => person.Desks.Contains(desk.Code)).Select(person => person.Account).ToList();
            keys.Add(MakeDeskKey(desk, members, roots[desk.Domain], now));
        }

        var authors = made.Where(person => person.Account.Role == AccountRole.RuleAuthor)
            .Select(person => roots[KeyDomain.Police].Sign(RuleSigning.Ask(person.Account.Keys.Account.Key, person.Account.Id, now), now)).ToList();
        foreach (var root in roots.Values)
        {
            root.Dispose();
        }

        // The file first: an instance whose passphrases nobody knows would be worse than one seeded twice.
        var listed = made.Select(person => new DemoAccount(
            person.Account.UserName, person.Passphrase, Totp.ToBase32(person.Account.Keys.Account.TotpSecret), person.Desks, Codes.Of(person.Account.Role)));
        DataFolder.WritePrivate(data.DemoAccounts, JsonSerializer.Serialize(listed, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        await writer.WriteAsync(
            (write, _) =>
            {
                foreach (var (desksOf, _, account) in made)
                {
                    write.Accounts.Add(account.Row());
                    write.Memberships.AddRange(desksOf.Select(desk => new Membership { AccountId = account.Id, Desk = desk, State = MembershipState.Active, CreatedAt = account.CreatedAt }));
                }

                keys.ForEach(key => DeskKeyMaker.Add(write, key));
                write.RuleAuthors.AddRange(authors.Select(author => author.ToRow()));
                return Task.CompletedTask;
            },
            cancellation);
        foreach (var person in made)
        {
            person.Account.Keys.Account.Dispose();
        }
    }

    /// <summary>As people make it: the first member, the custodian's signature, the others admitted.</summary>
    private NewUnitKey MakeDeskKey(Desk desk, List<PreparedAccount> members, RootSigner root, DateTimeOffset now)
    {
        var first = members[0];
        var made = UnitKeyMaker.CreateFirst(desk.Code, desk.Domain, new UnitMember(first.Id, first.Keys.PublicKey), trust, now);
        var signed = root.Sign(made.Record, [], now);
        var own = made.Grants.Single(grant => grant.AccountId == first.Id);
        using var unit = UnitKeyOpener.Open(first.Keys.Account.Key, first.Id, signed, trust.Instance, own.Wrapped);
        return made with
        {
            Record = signed,
            Grants = [own, .. members.Skip(1).Select(member => new UnitGrant(member.Id, UnitKeyMaker.Admit(unit, new UnitMember(member.Id, member.Keys.PublicKey), trust)))],
        };
    }

    /// <summary>Four groups of five from 31 signs: 99 bits.</summary>
    private static string NewPassphrase()
        => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
