using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>On what ground a helpline case may reach the police.</summary>
public enum HandOffBasis
{
    /// <summary>The person agreed, and how is recorded.</summary>
    Consent,

    /// <summary>A child is in danger: consent is not asked, a second person is.</summary>
    Child,

    /// <summary>A life is in danger: consent is not asked, a second person is.</summary>
    DangerToLife,
}

/// <summary>What is handed off to whom and why. Sealed with the note that records it.</summary>
/// <param name="Basis">Code of a <see cref="HandOffBasis"/>.</param>
/// <param name="Desk">The receiving desk.</param>
/// <param name="WithWords">Whether the report's words go along.</param>
/// <param name="Files">The files that go along.</param>
/// <param name="ProposedBy">The account that proposed it.</param>
/// <param name="Withheld">Desks that must not get the copy from those that have it; null in notes written before limits could be set.</param>
public sealed record HandOffTerms(string Basis, string Desk, bool WithWords, IReadOnlyList<Guid> Files, Guid ProposedBy, IReadOnlyList<string>? Withheld = null)
{
    /// <summary>The ground; null when the code is unknown.</summary>
    public HandOffBasis? Ground => Codes.TryParse<HandOffBasis>(Basis, out var basis) ? basis : null;
}
