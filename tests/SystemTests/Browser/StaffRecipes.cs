namespace ReportingService.SystemTests.Browser;

/// <summary>How to reach every page of the console in every state that looks different.</summary>
public static class StaffRecipes
{
    public static IReadOnlyList<Recipe> All(BrowserFixture product) =>
    [
        Plain("sign-in", "#Passphrase", "/sign-in", null, "/SignIn/SignIn.cshtml"),
        Of("sign-in-refused", "#wrong", null, "/SignIn/SignIn.cshtml", "/sign-in", async visit =>
        {
            await visit.Page.FillAsync("#UserName", "nobody");
            await visit.Page.FillAsync("#Passphrase", "wrong words altogether");
            await visit.Page.FillAsync("#Code", "000000");
            await visit.Page.ClickAsync("main form .button--primary");
        }),
        Plain("invite", "#Secret", "/invite", null, "/AcceptInvite/Invite.cshtml"),
        Of("invite-passphrase", "#Repeat", null, "/AcceptInvite/Invite.cshtml", "/sign-in", async visit => await StaffSteps.InvitedAsync(visit, await product.Staff.InvitationAsync(), passphrase: false)),
        Of("invite-code", "#totp-secret", null, "/AcceptInvite/Invite.cshtml", "/sign-in", async visit => await StaffSteps.InvitedAsync(visit, await product.Staff.InvitationAsync(), passphrase: true)),
        Plain("session-ended", "main a.button", "/session-ended", null, "/ShowEndedSession/Ended.cshtml"),
        Plain("refused", "main .note", "/nothing-here", null, "/ShowRefusal/Refused.cshtml"),
        // The rows and the line of alarms alone are fetched by scripts and are never pages of their own.
        new("console queue", ["/WorkQueue/Queue.cshtml", "/WorkQueue/QueueRows.cshtml", "/WorkQueue/QueueAlarms.cshtml"], StaffSessions.Officer, "table.queue", (visit, tag) => GoAsync(visit, tag, "/queue")),
        Plain("queue-many-desks", "table.queue", "/queue", StaffSessions.Told, "/WorkQueue/Queue.cshtml"),
        Plain("queue-ended", ".tabs", "/queue?ended=true", StaffSessions.Supervisor, "/WorkQueue/Queue.cshtml"),
        Plain("notices", "table", "/notices", StaffSessions.Officer, "/Notices/Notices.cshtml"),
        Plain("notices-empty", ".empty", "/notices", StaffSessions.Operator, "/Notices/Notices.cshtml"),
        Of("notices-decide", "#decide-title", StaffSessions.Supervisor, "/Notices/Notices.cshtml", "/account", async visit =>
        {
            await product.Staff.ProposedHandOffAsync();
            await visit.StaffAsync("/notices");
        }),
        Of("queue-decide", ".note--danger[role=alert]", StaffSessions.Supervisor, "/WorkQueue/Queue.cshtml", "/account", async visit =>
        {
            await product.Staff.ProposedHandOffAsync();
            await visit.StaffAsync("/queue");
        }),
        Of("queue-handed", ".handed", StaffSessions.Operator, "/WorkQueue/Queue.cshtml", "/account", async visit =>
        {
            await product.Staff.HandedOnAsync();
            await visit.StaffAsync("/queue");
        }),
        Of("report-handed", ".words", StaffSessions.Operator, "/OpenReport/Report.cshtml", "/account", async visit => await visit.StaffAsync(await product.Staff.HandedOnAsync())),
        Of("report-decide", "form[action$='Confirm'] button", StaffSessions.Supervisor, "/OpenReport/Report.cshtml", "/account", async visit => await visit.StaffAsync(await product.Staff.ProposedHandOffAsync())),
        Of("hand-off-decide", "details[open] p", StaffSessions.Supervisor, "/HandOffReport/HandOff.cshtml", "/account", async visit =>
        {
            await visit.StaffAsync(await product.Staff.ProposedHandOffAsync() + "/hand-off");
            await visit.Page.ClickAsync("main details summary");
        }),
        Of("hand-off-decline", "#Words", StaffSessions.Supervisor, "/HandOffReport/HandOff.cshtml", "/account", async visit =>
        {
            await visit.StaffAsync(await product.Staff.ProposedHandOffAsync() + "/hand-off");
            await visit.Page.ClickAsync("main a[href*='handler=Decline']");
        }),
        Plain("account", ".fingerprint", "/account", StaffSessions.Officer, "/ShowOwnAccount/OwnAccount.cshtml"),
        Plain("passphrase", "#Repeat", "/account/passphrase", StaffSessions.Officer, "/ChangePassphrase/ChangePassphrase.cshtml"),
        Plain("renew-key", ".keepers", "/desks/PS_GJILAN/rotate-key", StaffSessions.Officer, "/ManageDesks/RotateKey.cshtml"),
        Plain("make-key-anew", ".keepers", "/desks/PS_VITI/make-key-anew", StaffSessions.Told, "/ManageDesks/MakeKeyAnew.cshtml"),
        Plain("desks", "main h2", "/desks", StaffSessions.Officer, "/ManageDesks/Desks.cshtml"),
        Plain("notices-renewal", "main .note a[href$=rotate-key]", "/notices", StaffSessions.Told, "/Notices/Notices.cshtml"),
        Plain("desks-many", ".renewal", "/desks", StaffSessions.Told, "/ManageDesks/Desks.cshtml"),
        Report(product, "report", ".words", "", "/OpenReport/Report.cshtml"),
        Report(product, "ask", "#Words", "/ask", "/AskReporter/Ask.cshtml"),
        Report(product, "note", "#Words", "/note", "/AddNote/Note.cshtml"),
        Report(product, "refer", "#Body", "/refer", "/ReferReport/Refer.cshtml"),
        Report(product, "bounce", "fieldset", "/bounce", "/BounceReport/Bounce.cshtml"),
        Report(product, "recuse", "fieldset", "/recuse", "/RecuseFromReport/Recuse.cshtml"),
        Report(product, "pass-on", ".lead", "/pass-on", "/PassOnReport/PassOn.cshtml"),
        Report(product, "send-back", "main .note", "/send-back", "/SendBackReport/SendBack.cshtml"),
        Of("send-back-passed", "#Words", StaffSessions.National, "/SendBackReport/SendBack.cshtml", "/queue", async visit => await visit.StaffAsync(await product.Staff.PassedOnAsync(product.AskedReport) + "/send-back")),
        Of("bounce-helpline", "main .note", StaffSessions.Operator, "/BounceReport/Bounce.cshtml", "/queue", async visit => await visit.StaffAsync(await StaffSteps.OpenNewestAsync(visit) + "/bounce")),
        Report(product, "close", "fieldset", "/close", "/CloseReport/Close.cshtml"),
        Of("close-sure", "main form .button--danger", StaffSessions.Officer, "/CloseReport/Close.cshtml", "/queue", async visit =>
        {
            await visit.StaffAsync(product.AskedReport + "/close");
            await visit.Page.ChooseAsync("o-informed");
            await visit.Page.ClickAsync("main form .button--primary");
        }),
        Of("close-helpline", "#o-concluded", StaffSessions.Operator, "/CloseReport/Close.cshtml", "/queue", async visit => await visit.StaffAsync(await StaffSteps.OpenNewestAsync(visit) + "/close")),
        Of("report-helpline", ".words", StaffSessions.Operator, "/OpenReport/Report.cshtml", "/queue", async visit => await StaffSteps.OpenNewestAsync(visit)),
        Of("hand-off", "#Words", StaffSessions.Operator, "/HandOffReport/HandOff.cshtml", "/queue", async visit => await visit.StaffAsync(await StaffSteps.OpenNewestAsync(visit) + "/hand-off")),
        // The form goes as far as the page that asks once more; nothing leaves there.
        Of("hand-off-sure", "main form .button--danger", StaffSessions.Operator, "/HandOffReport/HandOff.cshtml", "/queue", async visit =>
        {
            await visit.StaffAsync(await StaffSteps.OpenNewestAsync(visit) + "/hand-off");
            await visit.Page.ChooseAsync("b-consent");
            await visit.Page.FillAsync("#Words", "E tha në bisedë me telefon dhe e përsëriti:\npolicia le ta dijë.");
            await visit.Page.ChooseAsync("with-words");
            await visit.Page.SelectOptionAsync("#Desk", "PS_GJILAN");
            await visit.Page.ClickAsync("main form:has(#Desk) .button--primary");
        }),
        Of("hand-off-asked", ".asked", StaffSessions.Operator, "/HandOffReport/HandOff.cshtml", "/account", async visit => await visit.StaffAsync(await product.Staff.ProposedHandOffAsync() + "/hand-off")),
        Of("report-copy", "#origin-title", StaffSessions.Officer, "/OpenReport/Report.cshtml", "/account", async visit => await visit.StaffAsync(await product.Staff.CopyAsync())),
        Of("report-sent-back", "#sent-back", StaffSessions.Officer, "/OpenReport/Report.cshtml", "/account", async visit => await visit.StaffAsync(await product.Staff.SentBackAsync())),
        Of("not-spam", "#Category", StaffSessions.National, "/ReturnFromQuarantine/NotSpam.cshtml", "/queue?desk=SPAM", async visit =>
            await visit.StaffAsync(await visit.Page.Locator("a.open").First.GetAttributeAsync("href") + "/not-spam")),
        Plain("rules", "#versions", "/rules", StaffSessions.RuleAuthor, "/WriteRules/Rules.cshtml"),
        Plain("rules-bounces", "main h1", "/rules/bounces", StaffSessions.RuleAuthor, "/WriteRules/Bounces.cshtml"),
        Of("rules-version", ".rule-group[open] .rule .facts", StaffSessions.RuleAuthor, "/WriteRules/Version.cshtml", "/rules/versions/0", OpenAllAsync),
        Of("rules-version-changed", ".changes", StaffSessions.RuleAuthor, "/WriteRules/Version.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.VersionAsync())),
        Of("rules-writing", ".rule-group[open] .rule .button", StaffSessions.RuleAuthor, "/WriteRules/Draft.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.WritingRulesAsync())),
        Of("rules-one", "#otherwise", StaffSessions.RuleAuthor, "/WriteRules/OneRule.cshtml", "/rules", async visit => await RuleAsync(visit, await product.Staff.WritingRulesAsync(), "drugs")),
        Of("rules-one-open", ".conditions[open]", StaffSessions.RuleAuthor, "/WriteRules/OneRule.cshtml", "/rules", async visit =>
        {
            await RuleAsync(visit, await product.Staff.WritingRulesAsync(), "emergency");
            await OpenAllAsync(visit);
        }),
        Of("rules-one-new", "#id", StaffSessions.RuleAuthor, "/WriteRules/OneRule.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.WritingRulesAsync() + "/rules/new?category=theft")),
        Of("rules-one-faulty", "#fault", StaffSessions.RuleAuthor, "/WriteRules/OneRule.cshtml", "/rules", async visit => await RuleAsync(visit, await product.Staff.FaultyRulesAsync(), "drugs.street")),
        Of("rules-faulty", "#fault", StaffSessions.RuleAuthor, "/WriteRules/Draft.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.FaultyRulesAsync())),
        Of("rules-proposed", ".signers", StaffSessions.SecondAuthor, "/WriteRules/Draft.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.ProposalAsync())),
        Of("rules-co-sign", "form[action$='/co-sign']", StaffSessions.Inspector, "/WriteRules/Draft.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.ProposalAsync())),
        Of("rules-try", "main form .button", StaffSessions.Officer, "/WriteRules/Try.cshtml", "/rules", async visit => await visit.StaffAsync(await product.Staff.ProposalAsync() + "/try")),
        Of("rules-tried", "#tried", StaffSessions.Officer, "/WriteRules/Try.cshtml", "/rules", async visit =>
        {
            await visit.StaffAsync(await product.Staff.ProposalAsync() + "/try");
            await visit.Page.ClickAsync("main form .button");
        }),
        Plain("accounts", "table", "/accounts", StaffSessions.Administrator, "/MakeAccounts/Accounts.cshtml"),
        Of("accounts-disabled", "form[action$='Enable'] button", StaffSessions.Administrator, "/MakeAccounts/OneAccount.cshtml", "/accounts", async visit => await visit.Page.Locator("table a", new() { HasTextString = StaffSessions.Disabled }).First.ClickAsync()),
        Of("accounts-new-open", ".desk-group[open]", StaffSessions.Administrator, "/MakeAccounts/NewAccount.cshtml", "/accounts/new?UserName=officer.new&Role=officer&Desks=PS_GJILAN&Desks=DVU_GJILAN", OpenAllAsync),
        Plain("accounts-new", "#Desks", "/accounts/new", StaffSessions.Administrator, "/MakeAccounts/NewAccount.cshtml"),
        Of("accounts-link", "#invite-link", StaffSessions.Administrator, "/MakeAccounts/NewAccount.cshtml", "/accounts/new", async visit => await StaffSteps.CreateAccountAsync(visit, product.Staff.NewName(), "officer")),
        Of("accounts-one", ".stack--wide", StaffSessions.Administrator, "/MakeAccounts/OneAccount.cshtml", "/accounts", async visit => await visit.Page.Locator("table a", new() { HasTextString = StaffSessions.Told }).First.ClickAsync()),
        Sure("accounts-sure-disable", StaffSessions.Told, "Disable"),
        Sure("accounts-sure-invite", StaffSessions.Operator, "Invite"),
        Sure("accounts-sure-remove", StaffSessions.Officer, "RemoveDesk"),
        Plain("readiness", ".lead", "/readiness", StaffSessions.Administrator, "/ShowReadiness/Readiness.cshtml"),
        Plain("audit", "table", "/audit", StaffSessions.Auditor, "/ShowAudit/AuditLog.cshtml"),
        Plain("audit-filtered", "main a[href='/audit']", "/audit?action=account_created&account=administrator&from=2026-01-01", StaffSessions.Auditor, "/ShowAudit/AuditLog.cshtml"),
        Plain("audit-unknown", "#account-wrong", "/audit?account=nobody.here", StaffSessions.Auditor, "/ShowAudit/AuditLog.cshtml"),
    ];

    /// <summary>The form of a rule, by its name in the list.</summary>
    private static async Task RuleAsync(Visit visit, string draft, string rule)
    {
        await visit.StaffAsync(draft);
        var link = visit.Page.Locator(".rule", new() { Has = visit.Page.Locator($"h4 .code:text-is('{rule}')") }).Locator("a.button");
        await visit.StaffAsync((await link.GetAttributeAsync("href"))!);
    }

    private static Task OpenAllAsync(Visit visit)
        => visit.Page.EvaluateAsync("() => { for (const part of document.querySelectorAll('main details')) { part.open = true; } }");

    /// <summary>The page that asks before one of the steps with an account, by the step's handler. Nothing is done there yet.</summary>
    private static Recipe Sure(string name, string account, string handler)
        => Of(name, "main form .button--danger", StaffSessions.Administrator, "/MakeAccounts/OneAccount.cshtml", "/accounts", async visit =>
        {
            await visit.Page.Locator("table a", new() { HasTextString = account }).First.ClickAsync();
            await visit.Page.Locator($"form[action$='handler={handler}'] button").First.ClickAsync();
        });

    private static Recipe Report(BrowserFixture product, string name, string mark, string rest, string view)
        => new("console " + name, [view], StaffSessions.Officer, mark, async (visit, tag) => await GoAsync(visit, tag, product.AskedReport + rest));

    private static Recipe Plain(string name, string mark, string path, string? account, string view) => new("console " + name, [view], account, mark, (visit, tag) => GoAsync(visit, tag, path));

    private static Recipe Of(string name, string mark, string? account, string view, string path, Func<Visit, Task> more)
        => new("console " + name, [view], account, mark, async (visit, tag) =>
        {
            await GoAsync(visit, tag, path);
            await more(visit);
        });

    /// <summary>The language is the reader's own and chosen on any page.</summary>
    private static async Task GoAsync(Visit visit, string tag, string path)
    {
        await visit.StaffAsync("/account");
        await StaffSteps.SpeakAsync(visit, tag);
        await visit.StaffAsync(path);
    }
}
