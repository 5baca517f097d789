-- The three logins of the hosts, each with what it needs and nothing else. Run by an administrator after every
-- "ReportingService.Triage migrate", with sqlcmd, which fills in the variables:
--   sqlcmd -d Reports -v INTAKE_DB_PASSWORD=... TRIAGE_DB_PASSWORD=... CONSOLE_DB_PASSWORD=... -i sqlserver-roles.sql
-- Running it again changes nothing. What each login may not do, and why, stands in postgres-roles.sql; the two must agree.
-- Deleting a case deletes what belongs to it by the engine's own cascade; no login needs rights for that.
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'reporting_intake')
    CREATE LOGIN [reporting_intake] WITH PASSWORD = N'$(INTAKE_DB_PASSWORD)';
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'reporting_triage')
    CREATE LOGIN [reporting_triage] WITH PASSWORD = N'$(TRIAGE_DB_PASSWORD)';
IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'reporting_console')
    CREATE LOGIN [reporting_console] WITH PASSWORD = N'$(CONSOLE_DB_PASSWORD)';
GO
IF USER_ID(N'reporting_intake') IS NULL CREATE USER [reporting_intake] FOR LOGIN [reporting_intake];
IF USER_ID(N'reporting_triage') IS NULL CREATE USER [reporting_triage] FOR LOGIN [reporting_triage];
IF USER_ID(N'reporting_console') IS NULL CREATE USER [reporting_console] FOR LOGIN [reporting_console];
GO
GRANT SELECT ON [dbo].[__EFMigrationsHistory] TO [reporting_intake], [reporting_triage], [reporting_console];

-- The audit log: read its end, append to it.
GRANT SELECT, UPDATE ON [dbo].[AuditHeads] TO [reporting_intake], [reporting_triage], [reporting_console];
GRANT INSERT ON [dbo].[AuditEntries] TO [reporting_intake], [reporting_triage], [reporting_console];
GRANT SELECT ON [dbo].[AuditEntries] TO [reporting_console];
GRANT SELECT ON [dbo].[AuditEntries] ([Seq], [Action], [Subject]) TO [reporting_triage];
DENY UPDATE, DELETE ON [dbo].[AuditEntries] TO [reporting_intake], [reporting_triage], [reporting_console];

-- Messages between the processes: ids and urgency.
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[Outbox] TO [reporting_intake], [reporting_triage], [reporting_console];
GRANT SELECT, INSERT, DELETE ON [dbo].[Inbox] TO [reporting_triage];

-- Public halves of keys, to seal to.
GRANT SELECT ON [dbo].[UnitKeys] TO [reporting_intake], [reporting_triage];
GRANT SELECT ON [dbo].[RouterEpochs] TO [reporting_intake];

-- The roots the instance was begun with: compared at every start, pinned by the worker's first; changed by the owner alone (keys repin).
GRANT SELECT ON [dbo].[Settings] TO [reporting_intake], [reporting_console];
GRANT SELECT, INSERT ON [dbo].[Settings] TO [reporting_triage];

-- Activated routing rules: read and checked by every process; only the console adds them, and nobody changes them.
GRANT SELECT ON [dbo].[RuleVersions] TO [reporting_intake], [reporting_triage];
GRANT SELECT, INSERT ON [dbo].[RuleVersions] TO [reporting_console];

-- Intake.
GRANT SELECT, INSERT, UPDATE ON [dbo].[Cases] TO [reporting_intake];
GRANT SELECT, INSERT ON [dbo].[CaseMessages] TO [reporting_intake];
GRANT INSERT ON [dbo].[CaseItems] TO [reporting_intake];
GRANT INSERT ON [dbo].[CaseGrants] TO [reporting_intake];
GRANT INSERT ON [dbo].[RouterEnvelopes] TO [reporting_intake];
GRANT SELECT ON [dbo].[CaseItems] ([Id], [CaseId], [Seq]) TO [reporting_intake];
-- Which desks hold a key to a report, so that one which its reporter names later loses it. Never the wrapped key.
GRANT SELECT ON [dbo].[CaseGrants] ([CaseId], [HolderKind], [Holder], [Epoch]) TO [reporting_intake];
-- Whether anybody can open a desk, and has not stepped aside, so that a reporter is told the truth. No names, no wrapped keys.
GRANT SELECT ON [dbo].[Recusals] ([CaseId], [AccountId]) TO [reporting_intake];
GRANT SELECT ON [dbo].[Accounts] ([Id], [State]) TO [reporting_intake];
GRANT SELECT ON [dbo].[Memberships] ([AccountId], [Desk], [State]) TO [reporting_intake];
GRANT SELECT ON [dbo].[UnitKeyGrants] ([Desk], [Epoch], [AccountId]) TO [reporting_intake];

-- Triage.
GRANT SELECT, UPDATE, DELETE ON [dbo].[Cases] TO [reporting_triage];
GRANT INSERT ON [dbo].[CaseItems] TO [reporting_triage];
GRANT SELECT ON [dbo].[CaseItems] ([Id], [CaseId], [Seq], [BlobName]) TO [reporting_triage];
GRANT SELECT ON [dbo].[CaseMessages] ([Id], [CaseId]) TO [reporting_triage];
GRANT INSERT, DELETE ON [dbo].[CaseGrants] TO [reporting_triage];
GRANT UPDATE ON [dbo].[CaseGrants] ([HolderKind]) TO [reporting_triage];
GRANT SELECT ON [dbo].[CaseGrants] ([CaseId], [HolderKind], [Holder], [Epoch], [Domain]) TO [reporting_triage];
GRANT SELECT, DELETE ON [dbo].[RouterEnvelopes] TO [reporting_triage];
GRANT SELECT, INSERT, UPDATE ON [dbo].[RouterEpochs] TO [reporting_triage];
GRANT SELECT, INSERT ON [dbo].[RoutingRecords] TO [reporting_triage];
GRANT SELECT, INSERT ON [dbo].[Notices] TO [reporting_triage];
GRANT INSERT ON [dbo].[DeletionCertificates] TO [reporting_triage];
-- The times alone, to make days of them when a reporter has withdrawn.
GRANT UPDATE ON [dbo].[RoutingRecords] ([DecidedAt]) TO [reporting_triage];
GRANT UPDATE ON [dbo].[Notices] ([CreatedAt], [AccessRequestedAt]) TO [reporting_triage];
GRANT SELECT ON [dbo].[Bounces] ([CaseId], [At]) TO [reporting_triage];
GRANT UPDATE ON [dbo].[Bounces] ([At]) TO [reporting_triage];
-- Who stepped aside, so that the operator is told when nobody is left.
GRANT SELECT ON [dbo].[Recusals] ([CaseId], [AccountId], [At]) TO [reporting_triage];
GRANT UPDATE ON [dbo].[Recusals] ([At]) TO [reporting_triage];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[OrphanedBlobs] TO [reporting_triage];
GRANT SELECT ON [dbo].[Accounts] ([Id], [State]) TO [reporting_triage];
GRANT SELECT ON [dbo].[Memberships] TO [reporting_triage];
GRANT SELECT ON [dbo].[UnitKeyGrants] ([Desk], [Epoch], [AccountId]) TO [reporting_triage];

-- The console.
GRANT SELECT, INSERT, UPDATE ON [dbo].[Cases] TO [reporting_console];
GRANT SELECT, INSERT ON [dbo].[CaseItems] TO [reporting_console];
GRANT SELECT, INSERT ON [dbo].[CaseMessages] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[Bounces] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[Recusals] TO [reporting_console];
GRANT SELECT, INSERT, DELETE ON [dbo].[CaseGrants] TO [reporting_console];
GRANT SELECT, INSERT, DELETE ON [dbo].[HandOffProposals] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[RoutingRecords] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[DurationBuckets] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[BounceCounts] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[RuleDrafts] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[RuleAuthors] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[Notices] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[UnitKeys] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE ON [dbo].[Accounts] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[UnitKeyGrants] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[Invites] TO [reporting_console];
GRANT SELECT, INSERT, UPDATE, DELETE ON [dbo].[Memberships] TO [reporting_console];
GO
