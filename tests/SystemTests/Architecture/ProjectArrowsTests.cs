namespace ReportingService.SystemTests.Architecture;

public sealed class ProjectArrowsTests
{
    [Fact]
    public void Projects_AsWritten_FollowThePicture()
        => Assert.Empty(ProjectArrows.Violations(ProjectArrows.Read()));

    [Theory]
    [InlineData("Intake", "Opening")]
    [InlineData("Triage", "Labelling")]
    [InlineData("Triage", "Scrubbing")]
    [InlineData("Core", "Data")]
    [InlineData("StaffConsole", "Intake")]
    [InlineData("Web", "Data")]
    public void Projects_PlantedArrow_IsFound(string from, string to)
    {
        var planted = ProjectArrows.Read().ToDictionary(project => project.Key, project => project.Value);
        planted[from] = [.. planted[from], to];

        Assert.Contains($"{from} -> {to}", ProjectArrows.Violations(planted));
    }

    [Fact]
    public void Intake_Closure_CannotUnwrapCaseKeys()
    {
        var projects = ProjectArrows.Read();

        Assert.DoesNotContain("Opening", ProjectArrows.Closure(projects, "Intake"));
        Assert.Contains("Opening", ProjectArrows.Closure(projects, "StaffConsole"));
        Assert.DoesNotContain(
            typeof(Intake.IntakeHost).Assembly.GetReferencedAssemblies(),
            reference => reference.Name == "ReportingService.Opening");
    }
}
