using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.Standalone.Running;

namespace ReportingService.Standalone.Demo;

/// <summary>
/// Fills an empty demonstration with accounts and desk keys, by the same steps that people take in a real instance: accounts make
/// their keys, first members make desks' keys, custodians sign, members admit the others.
/// </summary>
internal sealed class DemoSeed(DataFolder data, Trust trust, AccountVault vault, DeskDirectory desks, IDatabaseWriter writer, TimeProvider clock)
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Seeds once: an instance that has accounts is left as it is.</summary>
    public async Task SeedAsync(ReportingDb db, string rootsFolder, CancellationToken cancellation)
    {
        if (await db.Accounts.AnyAsync(cancellation))
        {
            return;
        }

        var staff = DemoStaff.Of(desks);
        var made = await Task.WhenAll(staff.Select(async person =>
        {
            var id = Core.Reports.ReportId.New().Value;
            var passphrase = NewPassphrase();
            return (person.User, person.Role, person.Desks, Id: id, Passphrase: passphrase, Account: await vault.CreateAsync(id, passphrase, Codes.Of(person.Role), cancellation));
        }));

        var now = clock.GetUtcNow();
        var rows = new List<object>();
        foreach (var person in made)
        {
            rows.Add(new Account
            {
                Id = person.Id,
                UserName = person.User,
                Role = person.Role,
                State = AccountState.Active,
                CreatedAt = CoarseTime.Second(now),
                PublicKey = person.Account.PublicKey.ToBytes(),
                SealedVault = person.Account.SealedVault,
            });
            rows.AddRange(person.Desks.Select(desk => new Membership { AccountId = person.Id, Desk = desk, State = MembershipState.Active, CreatedAt = CoarseTime.Second(now) }));
        }

        var roots = Enum.GetValues<KeyDomain>().ToDictionary(domain => domain, domain => RootKeyFiles.ReadRoot(Path.Combine(rootsFolder, RootKeyFiles.RootFile(domain)), domain, trust));
        foreach (var desk in desks.All.Where(desk => !desk.External))
        {
            var members = made.Where(person => person.Desks.Contains(desk.Code)).Select(person => (person.Id, person.Account)).ToList();
            rows.AddRange(MakeDeskKey(desk, members, roots[desk.Domain], now));
        }

        foreach (var root in roots.Values)
        {
            root.Dispose();
        }

        // The file first: an instance whose passphrases nobody knows would be worse than one seeded twice.
        var accounts = made.Select(person => new DemoAccount(
            person.User, person.Passphrase, Totp.ToBase32(person.Account.Account.TotpSecret), person.Desks, Codes.Of(person.Role)));
        DataFolder.WritePrivate(data.DemoAccounts, JsonSerializer.Serialize(accounts, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
        await writer.WriteAsync(
            (write, _) =>
            {
                write.AddRange(rows);
                return Task.CompletedTask;
            },
            cancellation);
        foreach (var person in made)
        {
            person.Account.Account.Dispose();
        }
    }

    private IEnumerable<object> MakeDeskKey(Desk desk, List<(Guid Id, NewAccount Account)> members, RootSigner root, DateTimeOffset now)
    {
        var first = members[0];
        var made = UnitKeyMaker.CreateFirst(desk.Code, desk.Domain, new UnitMember(first.Id, first.Account.PublicKey), trust, now);
        var signed = root.Sign(made.Record, [], now);
        yield return signed.ToRow(made.RecoveryWrap);
        var own = made.Grants.Single(grant => grant.AccountId == first.Id);
        yield return new UnitKeyGrant { Desk = desk.Code, Epoch = signed.Epoch, AccountId = first.Id, Wrapped = own.Wrapped };
        if (members.Count > 1)
        {
            using var unit = UnitKeyOpener.Open(first.Account.Account.Key, first.Id, signed, trust.Instance, own.Wrapped);
            foreach (var (id, account) in members.Skip(1))
            {
                yield return new UnitKeyGrant
                {
                    Desk = desk.Code,
                    Epoch = signed.Epoch,
                    AccountId = id,
                    Wrapped = UnitKeyMaker.Admit(unit, new UnitMember(id, account.PublicKey), trust),
                };
            }
        }
    }

    /// <summary>Four groups of five from 31 signs: 99 bits.</summary>
    private static string NewPassphrase()
        => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
