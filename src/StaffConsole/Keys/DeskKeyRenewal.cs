using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.Keys;

/// <summary>Starts the next epoch of a desk's key while the current one still holds.</summary>
public sealed class DeskKeyRenewal(IDbContextFactory<ReportingDb> databases, IDatabaseWriter writer, Audit audit, MemberProof proof, Trust trust, TimeProvider time)
{
    /// <summary>The audit line of a renewed key; its subject is the desk.</summary>
    public const string Renewed = "unit_key_rotated";

    /// <summary>Whom the rows name as reading members, and who of them is proven by the newest key. Null when the member cannot open it.</summary>
    public async Task<IReadOnlyList<RenewalMember>?> MembersAsync(string desk, UnlockedSession member, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        using var renewal = chain.Count == 0 || chain[^1].IsPending ? null : await proof.ReadAsync(db, chain, member, cancellationToken);
        return renewal?.Named;
    }

    /// <summary>
    /// Starts the next epoch: when a member has left, when the key nears its end. It goes to the members whom
    /// <paramref name="confirmed"/> names, each proven by the current key; who is named only by a row is refused and on record.
    /// False when the member cannot open the current epoch, or the proven members are not the confirmed ones.
    /// </summary>
    public async Task<bool> RotateAsync(string desk, UnlockedSession member, IReadOnlyCollection<Guid> confirmed, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var chain = await VerifiedDeskKeys.ChainAsync(db, desk, cancellationToken);
        if (chain.Count == 0 || chain[^1].IsPending)
        {
            return false;
        }

        var epoch = chain[^1].Epoch;
        using var renewal = await proof.ReadAsync(db, chain, member, cancellationToken);

        // Threat: a member who was removed is put back, with a grant from an old copy, between the page that named the members and this answer.
        if (renewal?.AreExactly(confirmed) != true)
        {
            return false;
        }

        NewUnitKey made;
        try
        {
            made = UnitKeyMaker.Rotate(renewal.Newest, chain, renewal.Admitted, trust, time.GetUtcNow());
        }
        catch (SealBrokenException)
        {
            // Threat: an earlier record was changed, so that the next epoch vouches for it. Nothing is made, and it stands on record.
            await writer.WriteAsync((write, ct) => audit.AppendAsync(write, member.AccountId, "unit_key_refused", desk, "rotation", ct), CancellationToken.None);
            return false;
        }

        try
        {
            return await writer.WriteAsync(
                async (write, ct) =>
                {
                    // First, because it holds the log until the end: a removal, which is logged too, is seen whole here or comes after.
                    await audit.AppendAsync(write, member.AccountId, Renewed, desk, $"epoch={made.Record.Epoch}", ct);

                    // Threat: a member is removed, or an account disabled, while the key is made: the removed one gets the new key, and its
                    // line in the log, being the newer, hides that it must be renewed.
                    if (!await MemberProof.StillBelongAsync(write, made, ct))
                    {
                        write.ChangeTracker.Clear();
                        return false;
                    }

                    var last = await write.UnitKeys.SingleAsync(key => key.Desk == desk && key.Epoch == epoch, ct);
                    last.State = UnitKeyState.Retired;
                    DeskKeyMaker.Add(write, made);
                    await proof.RefuseAsync(write, member, desk, renewal.Named, ct);
                    await MemberProof.WaitAsync(write, made, ct);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception exception) when (DatabaseErrors.IsUniqueViolation(exception))
        {
            return false;
        }
    }
}
