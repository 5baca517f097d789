using System.Security.Cryptography;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>A member of the desk was not admitted to the key of the epoch a report is sealed to: nothing was altered, and somebody else can open it.</summary>
public sealed class EpochNotGrantedException() : CryptographicException("The member has no grant of this epoch.");
