using Microsoft.EntityFrameworkCore;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>The hand-off as a person does it: the form, and the page that asks once more where there is one.</summary>
internal static class HandOffForm
{
    /// <summary>Answers with what came of it, after both presses.</summary>
    public static async Task<Answer> HandOffAsync(this Browser who, TestReport report, params (string Name, string Value)[] fields)
    {
        var asked = await who.AskHandOffAsync(report, fields);
        return asked.Page.QuerySelector("input[name=Sure]") is null ? asked : await FormFields.Of(asked, "form:has(input[name=Sure])").SendAsync(who);
    }

    /// <summary>Only the form: with consent nothing has left after it.</summary>
    public static Task<Answer> AskHandOffAsync(this Browser who, TestReport report, params (string Name, string Value)[] fields)
        => who.SubmitAsync(report.Path + "/hand-off", report.Path + "/hand-off", fields);

    /// <summary>The case with the copies that left last.</summary>
    public static async Task<Guid> CopyAsync(this TestReport report)
    {
        await using var db = await report.Console.ReadAsync();
        var last = await db.AuditEntries.Where(entry => entry.Action == "received_from_helpline").OrderByDescending(entry => entry.Seq).FirstAsync();
        var audit = Guid.ParseExact(last.Subject, "N");
        return await db.Cases.Where(row => row.AuditId == audit && row.Id != report.Id.Value).Select(row => row.Id).SingleAsync();
    }
}
