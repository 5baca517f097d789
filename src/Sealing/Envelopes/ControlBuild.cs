using System.Diagnostics;

namespace ReportingService.Sealing;

/// <summary>
/// The positive control of the search for planted words: a build made for that test alone (<c>-p:Control=open</c>) leaves what it
/// should have encrypted readable, and the search must find it. In every other build the calls do not exist (decision 0010).
/// </summary>
internal static class ControlBuild
{
    [Conditional("CONTROL_OPEN")]
    public static void LeaveReadable(ReadOnlySpan<byte> plain, Span<byte> sealedText) => plain.CopyTo(sealedText);
}
