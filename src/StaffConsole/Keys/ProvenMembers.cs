using ReportingService.Opening;

namespace ReportingService.StaffConsole.Keys;

/// <summary>The newest epoch of a desk's key, opened, with whom it admitted and whom the rows name.</summary>
public sealed record ProvenMembers(UnitPrivateKey Newest, IReadOnlyList<AdmittedMember> Admitted, IReadOnlyList<RenewalMember> Named) : IDisposable
{
    /// <summary>Closes the key.</summary>
    public void Dispose() => Newest.Dispose();

    /// <summary>Whether these accounts are exactly the proven ones.</summary>
    public bool AreExactly(IEnumerable<Guid> accounts) => Admitted.Select(row => row.AccountId).ToHashSet().SetEquals(accounts);
}
