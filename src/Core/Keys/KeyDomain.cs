namespace ReportingService.Core.Keys;

/// <summary>
/// A body that trusts only its own keys. Nothing is ever wrapped from one domain to another except by the rules of
/// hand-over that <see cref="Protection"/> allows.
/// </summary>
public enum KeyDomain
{
    /// <summary>Stations, regions, directorates and duty desks of the police.</summary>
    Police,

    /// <summary>Internal investigations (DIIBC).</summary>
    Internal,

    /// <summary>The Police Inspectorate (PIK), outside the police.</summary>
    Pik,

    /// <summary>The victims' helpline (HELPLINE), outside the police.</summary>
    Helpline,
}

/// <summary>Which domain a report is protected to from the moment it arrives. Decided in Intake's memory; no rule data can relax it.</summary>
public enum Protection
{
    /// <summary>Ordinary: the router decides.</summary>
    None,

    /// <summary>Only the helpline ever holds a key; none exists for the police.</summary>
    Helpline,

    /// <summary>About police or a named unit: only the Police Inspectorate.</summary>
    Pik,

    /// <summary>About the Police Inspectorate itself: only internal investigations.</summary>
    Internal,
}
