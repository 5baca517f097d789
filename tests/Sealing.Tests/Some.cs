using ReportingService.Core.Keys;

namespace ReportingService.Sealing.Tests;

/// <summary>Keys nobody needs to open again.</summary>
internal static class Some
{
    internal static InstanceId Instance { get; } = new(Guid.Parse("8b5e0a64-53a3-4d51-9a9c-0f2a7f3a1c11"));

    internal static PublicKey PublicKey() => Sealing.PublicKey.FromBytes(P256.Generate(new byte[32]));

    internal static VerifyingKey VerifyingKey() => Sealing.VerifyingKey.FromBytes(P256.Generate(new byte[32]));

    internal static Trust Trust()
        => new(Instance, Enum.GetValues<KeyDomain>().ToDictionary(d => d, _ => new DomainTrust(VerifyingKey(), PublicKey())), VerifyingKey());
}
