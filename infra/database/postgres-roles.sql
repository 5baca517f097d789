-- The three logins of the hosts, each with what it needs and nothing else. Run by the owner of the tables, in the database of the
-- reports, after every "ReportingService.Triage migrate". Running it again changes nothing.
-- Passwords are not set here:  \password reporting_intake  (and so on).
--
-- Threat: one process is taken over. Intake can add reports, but reads no sealed text of them and no key. Triage reads labels
-- and states, but no content and no wrapped key. The console reads what its members' keys open, but no envelope to the router.
-- Nobody changes or deletes a line of the audit log (a trigger says the same to everybody else).
DO $$
DECLARE
    login text;
    relation text;
BEGIN
    FOREACH login IN ARRAY ARRAY['reporting_intake', 'reporting_triage', 'reporting_console'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS', login);
        END IF;
        FOR relation IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('REVOKE ALL ON TABLE public.%I FROM %I', relation, login);
        END LOOP;
    END LOOP;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO reporting_intake, reporting_triage, reporting_console;
GRANT SELECT ON "__EFMigrationsHistory" TO reporting_intake, reporting_triage, reporting_console;

-- The audit log: read its end, append to it.
GRANT SELECT, UPDATE ON "AuditHeads" TO reporting_intake, reporting_triage, reporting_console;
GRANT INSERT ON "AuditEntries" TO reporting_intake, reporting_triage, reporting_console;
GRANT SELECT ON "AuditEntries" TO reporting_console;
GRANT SELECT ("Seq", "Action", "Subject") ON "AuditEntries" TO reporting_triage;

-- Messages between the processes: ids and urgency.
GRANT SELECT, INSERT, UPDATE, DELETE ON "Outbox" TO reporting_intake, reporting_triage, reporting_console;
GRANT SELECT, INSERT, DELETE ON "Inbox" TO reporting_triage;

-- Public halves of keys, to seal to.
GRANT SELECT ON "UnitKeys" TO reporting_intake, reporting_triage;
GRANT SELECT ON "RouterEpochs" TO reporting_intake;

-- The roots the instance was begun with: compared at every start, pinned by the worker's first; changed by the owner alone (keys repin).
GRANT SELECT ON "Settings" TO reporting_intake, reporting_console;
GRANT SELECT, INSERT ON "Settings" TO reporting_triage;

-- Activated routing rules: read and checked by every process; only the console adds them, and nobody changes them.
GRANT SELECT ON "RuleVersions" TO reporting_intake, reporting_triage;
GRANT SELECT, INSERT ON "RuleVersions" TO reporting_console;

-- Intake.
GRANT SELECT, INSERT, UPDATE ON "Cases" TO reporting_intake;
GRANT SELECT, INSERT ON "CaseMessages" TO reporting_intake;
GRANT INSERT ON "CaseItems", "CaseGrants", "RouterEnvelopes" TO reporting_intake;
GRANT SELECT ("Id", "CaseId", "Seq") ON "CaseItems" TO reporting_intake;
-- Which desks hold a key to a report, so that one which its reporter names later loses it. Never the wrapped key.
GRANT SELECT ("CaseId", "HolderKind", "Holder", "Epoch") ON "CaseGrants" TO reporting_intake;
-- Whether anybody can open a desk, and has not stepped aside, so that a reporter is told the truth. No names, no wrapped keys.
GRANT SELECT ("CaseId", "AccountId") ON "Recusals" TO reporting_intake;
GRANT SELECT ("Id", "State") ON "Accounts" TO reporting_intake;
GRANT SELECT ("AccountId", "Desk", "State") ON "Memberships" TO reporting_intake;
GRANT SELECT ("Desk", "Epoch", "AccountId") ON "UnitKeyGrants" TO reporting_intake;

-- Triage.
GRANT SELECT, UPDATE, DELETE ON "Cases" TO reporting_triage;
GRANT INSERT ON "CaseItems" TO reporting_triage;
GRANT SELECT ("Id", "CaseId", "Seq", "BlobName") ON "CaseItems" TO reporting_triage;
GRANT SELECT ("Id", "CaseId") ON "CaseMessages" TO reporting_triage;
GRANT INSERT, DELETE ON "CaseGrants" TO reporting_triage;
GRANT UPDATE ("HolderKind") ON "CaseGrants" TO reporting_triage;
GRANT SELECT ("CaseId", "HolderKind", "Holder", "Epoch", "Domain") ON "CaseGrants" TO reporting_triage;
GRANT SELECT, DELETE ON "RouterEnvelopes" TO reporting_triage;
GRANT SELECT, INSERT, UPDATE ON "RouterEpochs" TO reporting_triage;
GRANT SELECT, INSERT ON "RoutingRecords", "Notices" TO reporting_triage;
GRANT INSERT ON "DeletionCertificates" TO reporting_triage;
-- The times alone, to make days of them when a reporter has withdrawn.
GRANT UPDATE ("DecidedAt") ON "RoutingRecords" TO reporting_triage;
GRANT UPDATE ("CreatedAt", "AccessRequestedAt") ON "Notices" TO reporting_triage;
GRANT SELECT ("CaseId", "At") ON "Bounces" TO reporting_triage;
-- Who stepped aside, so that the operator is told when nobody is left.
GRANT SELECT ("CaseId", "AccountId", "At") ON "Recusals" TO reporting_triage;
GRANT UPDATE ("At") ON "Bounces", "Recusals" TO reporting_triage;
GRANT SELECT, INSERT, UPDATE, DELETE ON "OrphanedBlobs" TO reporting_triage;
GRANT SELECT ("Id", "State") ON "Accounts" TO reporting_triage;
GRANT SELECT ON "Memberships" TO reporting_triage;
GRANT SELECT ("Desk", "Epoch", "AccountId") ON "UnitKeyGrants" TO reporting_triage;

-- The console.
GRANT SELECT, INSERT, UPDATE ON "Cases" TO reporting_console;
GRANT SELECT, INSERT ON "CaseItems", "CaseMessages" TO reporting_console;
GRANT SELECT, INSERT, DELETE ON "CaseGrants", "HandOffProposals" TO reporting_console;
GRANT SELECT, INSERT, UPDATE ON "RoutingRecords" TO reporting_console;
GRANT SELECT, INSERT, UPDATE ON "DurationBuckets" TO reporting_console;
GRANT SELECT, INSERT, UPDATE ON "BounceCounts", "RuleDrafts" TO reporting_console;
GRANT SELECT, INSERT, UPDATE, DELETE ON "RuleAuthors" TO reporting_console;
GRANT SELECT, INSERT, UPDATE, DELETE ON "Notices" TO reporting_console;
GRANT SELECT, INSERT, UPDATE ON "Bounces", "Recusals", "UnitKeys", "Accounts" TO reporting_console;
GRANT SELECT, INSERT, UPDATE, DELETE ON "UnitKeyGrants", "Invites", "Memberships" TO reporting_console;
