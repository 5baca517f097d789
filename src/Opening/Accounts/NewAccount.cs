using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>What making an account gives: the vault and public key to store, and the open account, whose TOTP secret is shown once.</summary>
public sealed record NewAccount(byte[] SealedVault, PublicKey PublicKey, UnlockedAccount Account);
