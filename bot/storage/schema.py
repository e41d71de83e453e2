"""The tables, and how a database of an earlier version becomes one of this version."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("bot")


@migrations()
def engine(db: Database) -> None:
    """What every channel needs: the journal of updates, sessions, the outbox, counters."""
    db.executescript(
        """
        CREATE TABLE updates (
            seq INTEGER PRIMARY KEY,
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            payload TEXT,                        -- the message as JSON, until it has been handled
            at TEXT NOT NULL,                    -- the message's own time
            received_at TEXT NOT NULL,
            status TEXT NOT NULL DEFAULT 'new',  -- new, done, failed
            attempts INTEGER NOT NULL DEFAULT 0, -- times it was taken up again after a start
            UNIQUE (channel, id)
        );
        CREATE INDEX updates_new ON updates (channel, seq) WHERE status = 'new';
        CREATE TABLE sessions (
            key TEXT PRIMARY KEY,
            data TEXT NOT NULL,
            choices TEXT NOT NULL,
            updated_at TEXT NOT NULL
        );
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            user TEXT NOT NULL,
            reply TEXT NOT NULL,
            due_at TEXT NOT NULL,
            seq INTEGER NOT NULL,                   -- order of creation; parts of one reply share it
            part INTEGER NOT NULL DEFAULT 1,
            scheduled INTEGER NOT NULL DEFAULT 0,   -- not the answer to a message from there
            status TEXT NOT NULL DEFAULT 'queued',  -- queued, sending, sent, failed, unknown
            attempts INTEGER NOT NULL DEFAULT 0,
            retry_at TEXT,
            settled_at TEXT,
            last_error TEXT,
            UNIQUE (channel, key)
        );
        CREATE INDEX outbox_due ON outbox (channel, due_at, seq, part) WHERE status = 'queued';
        CREATE INDEX outbox_next ON outbox (channel, chat, due_at, seq, part) WHERE status = 'queued';
        CREATE INDEX outbox_retry ON outbox (channel, retry_at) WHERE status = 'queued' AND retry_at IS NOT NULL;
        CREATE INDEX outbox_open ON outbox (channel, chat) WHERE status = 'sending';
        CREATE INDEX outbox_chat ON outbox (channel, chat, seq);
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
        """
    )


@migrations()
def records(db: Database) -> None:
    """What handlers may keep. The first two never say who asked."""
    db.executescript(
        """
        CREATE TABLE unanswered (
            id INTEGER PRIMARY KEY,
            question TEXT NOT NULL,
            outcome TEXT,
            asked_on TEXT NOT NULL
        );
        CREATE TABLE ratings (
            id INTEGER PRIMARY KEY,
            answer TEXT NOT NULL,
            verdict TEXT NOT NULL,
            question TEXT,
            rated_on TEXT NOT NULL
        );
        CREATE TABLE profiles (
            session TEXT PRIMARY KEY,
            province TEXT,
            sector TEXT,
            updated_at TEXT NOT NULL
        );
        """
    )


@migrations()
def members(db: Database) -> None:
    """Units, people, what is owed, what was told. Days are local dates, moments are UTC; ids are random."""
    db.executescript(
        """
        CREATE TABLE units (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            parent TEXT,
            office TEXT,
            province TEXT,
            sector TEXT,
            code TEXT,
            since TEXT NOT NULL,
            until TEXT
        );
        CREATE TABLE unit_events (               -- how units became what they are
            id INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            what TEXT NOT NULL,                  -- made, renamed, merged, split, moved, ended
            day TEXT NOT NULL,
            other TEXT,                          -- the unit it was merged into, or split from
            old_name TEXT,
            by TEXT,
            at TEXT NOT NULL
        );
        CREATE INDEX unit_events_unit ON unit_events (unit);
        CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT, created_at TEXT NOT NULL);
        CREATE TABLE contacts (
            channel TEXT NOT NULL,
            user TEXT NOT NULL,
            chat TEXT NOT NULL,
            person TEXT NOT NULL,
            seen_at TEXT NOT NULL,
            blocked_at TEXT,
            PRIMARY KEY (channel, user)
        );
        CREATE INDEX contacts_person ON contacts (person);
        CREATE TABLE consents (
            id INTEGER PRIMARY KEY,
            person TEXT NOT NULL,
            purpose TEXT NOT NULL,
            given INTEGER NOT NULL,
            text TEXT NOT NULL,
            channel TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX consents_person ON consents (person);
        CREATE TABLE memberships (
            id TEXT PRIMARY KEY,
            person TEXT,
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            since TEXT NOT NULL,
            until TEXT
        );
        CREATE INDEX memberships_person ON memberships (person);
        CREATE INDEX memberships_unit ON memberships (unit);
        CREATE TABLE invites (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,           -- hashed
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            uses INTEGER NOT NULL DEFAULT 0,
            most INTEGER NOT NULL,
            revoked INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE INDEX invites_unit ON invites (unit);
        CREATE TABLE join_requests (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL,
            unit TEXT NOT NULL,
            role TEXT NOT NULL,
            note TEXT,
            status TEXT NOT NULL DEFAULT 'open',
            reason TEXT,
            decided_by TEXT,
            at TEXT NOT NULL
        );
        CREATE INDEX join_requests_unit ON join_requests (unit, status);
        CREATE TABLE link_codes (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,           -- hashed
            person TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            used INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE wrong_codes (id INTEGER PRIMARY KEY, session TEXT NOT NULL, at TEXT NOT NULL);
        CREATE INDEX wrong_codes_at ON wrong_codes (at);
        CREATE TABLE duties (                    -- the offices' own deadlines
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            title TEXT NOT NULL,
            period TEXT NOT NULL,
            year INTEGER NOT NULL,
            recurs INTEGER NOT NULL,
            month INTEGER NOT NULL,
            day INTEGER NOT NULL,
            recipient TEXT NOT NULL DEFAULT '',
            template TEXT,
            units TEXT NOT NULL DEFAULT '',      -- ids, separated by spaces; empty: all under the owner
            ended TEXT,
            at TEXT NOT NULL
        );
        CREATE TABLE rulings (
            id TEXT PRIMARY KEY,
            duty TEXT NOT NULL,
            year INTEGER NOT NULL,
            unit TEXT NOT NULL,
            kind TEXT NOT NULL,
            due TEXT,
            reason TEXT,
            by TEXT,
            at TEXT NOT NULL
        );
        CREATE INDEX rulings_duty ON rulings (duty, year);
        CREATE TABLE submissions (
            id TEXT PRIMARY KEY,
            duty TEXT NOT NULL,
            year INTEGER NOT NULL,
            unit TEXT NOT NULL,
            day TEXT NOT NULL,
            by TEXT,
            undone INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE UNIQUE INDEX submissions_once ON submissions (duty, year, unit) WHERE undone = 0;
        CREATE TABLE stages (unit TEXT PRIMARY KEY, days TEXT NOT NULL);  -- numbers, separated by spaces
        CREATE TABLE mutes (
            person TEXT NOT NULL,
            handle TEXT NOT NULL,
            again_on TEXT,
            PRIMARY KEY (person, handle)
        );
        CREATE TABLE notices (                   -- the ledger of what was told to whom
            key TEXT PRIMARY KEY,
            person TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            stage INTEGER,
            unit TEXT,
            channel TEXT NOT NULL,
            letter TEXT NOT NULL,                -- the key of its letter in the outbox
            at TEXT NOT NULL
        );
        CREATE INDEX notices_letter ON notices (channel, letter);
        CREATE INDEX notices_person ON notices (person, at);
        CREATE INDEX notices_subject ON notices (subject);
        CREATE TABLE broadcasts (
            id TEXT PRIMARY KEY,
            by TEXT,
            unit TEXT NOT NULL,
            text TEXT NOT NULL,
            units TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE TABLE broadcast_reads (
            broadcast TEXT NOT NULL,
            person TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (broadcast, person)
        );
        CREATE TABLE feeds (person TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, at TEXT NOT NULL);  -- hashed
        CREATE TABLE logins (
            token TEXT PRIMARY KEY,              -- hashed
            person TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            used INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE web_sessions (
            token TEXT PRIMARY KEY,              -- hashed
            person TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            revoked INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE INDEX web_sessions_person ON web_sessions (person);
        CREATE TABLE data_requests (             -- what people asked about their data, and when it was done
            id TEXT PRIMARY KEY,
            person TEXT,
            kind TEXT NOT NULL,                  -- see, correct, export, withdraw, delete
            detail TEXT,
            due TEXT NOT NULL,
            done_at TEXT,
            at TEXT NOT NULL
        );
        CREATE TABLE changes (                   -- who changed what of a unit's affairs
            id INTEGER PRIMARY KEY,
            "table" TEXT NOT NULL,
            key TEXT NOT NULL,
            by TEXT,
            before TEXT,
            after TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX changes_key ON changes ("table", key);
        ALTER TABLE outbox ADD COLUMN until TEXT;
        CREATE INDEX outbox_until ON outbox (channel, until) WHERE status = 'queued' AND until IS NOT NULL;
        CREATE INDEX outbox_failed ON outbox (status) WHERE status IN ('failed', 'expired');
        """
    )


@migrations()
def letters(db: Database) -> None:
    """Whether the choices of a session are those of a letter that nobody asked for."""
    db.execute("ALTER TABLE sessions ADD COLUMN by_letter INTEGER NOT NULL DEFAULT 0")


@migrations()
def extensions(db: Database) -> None:
    """Which office gave a unit more time: the ruling itself names the unit only."""
    db.executescript("ALTER TABLE rulings ADD COLUMN office TEXT;")


@migrations()
def questions_of_units(db: Database) -> None:
    """Whose office may see a question: the unit at the top of the asker's. Of earlier ones nobody knows."""
    db.executescript("ALTER TABLE unanswered ADD COLUMN unit TEXT; CREATE INDEX unanswered_unit ON unanswered (unit);")


@migrations()
def texts_of_consent(db: Database) -> None:
    """What was shown when somebody agreed, by the version that the log names."""
    db.executescript("CREATE TABLE consent_texts (version TEXT PRIMARY KEY, text TEXT NOT NULL);")


@migrations()
def log(db: Database) -> None:
    """What units have done, the forms that are being filled in, and the evidence."""
    db.executescript(
        """
        CREATE TABLE entries (
            id TEXT PRIMARY KEY,
            unit TEXT NOT NULL,
            form TEXT NOT NULL,
            type TEXT NOT NULL,
            title TEXT,
            date TEXT NOT NULL,
            date_end TEXT,
            female INTEGER,
            male INTEGER,
            unknown INTEGER,
            total INTEGER,
            budget INTEGER,                      -- đồng
            place TEXT,
            units_inspected INTEGER,
            more TEXT NOT NULL DEFAULT '{}',     -- the other answers of its form, JSON
            note TEXT,
            by TEXT,
            deleted INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE INDEX entries_unit ON entries (unit, date, type) WHERE deleted = 0;
        CREATE INDEX entries_by ON entries (by);
        CREATE TABLE drafts (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL,
            unit TEXT,
            form TEXT NOT NULL,
            state TEXT NOT NULL,                 -- all that was answered, JSON
            entry TEXT,                          -- that it changes, or that it became
            status TEXT NOT NULL DEFAULT 'open', -- open, saved, dropped
            at TEXT NOT NULL
        );
        CREATE UNIQUE INDEX drafts_open ON drafts (person) WHERE status = 'open';
        CREATE INDEX drafts_person ON drafts (person, at);
        CREATE TABLE evidence (
            id TEXT PRIMARY KEY,
            entry TEXT NOT NULL,
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL,
            path TEXT NOT NULL UNIQUE,
            by TEXT,
            removed INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE INDEX evidence_entry ON evidence (entry);
        CREATE INDEX outbox_refused ON outbox (channel, chat) WHERE status = 'failed';
        ALTER TABLE sessions ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0;
        """
    )


@migrations()
def reports(db: Database) -> None:
    """Reports that were compiled, what was written for them, how units want them, what becomes of those sent."""
    db.executescript(
        """
        CREATE TABLE report_versions (           -- every report that was compiled, as it was then
            id TEXT PRIMARY KEY,
            unit TEXT NOT NULL,
            period TEXT NOT NULL,                -- kind and year, or first and last day
            summary INTEGER NOT NULL DEFAULT 0,  -- of the unit and all under it
            idle INTEGER NOT NULL DEFAULT 0,  -- the unit says that nothing happened
            as_of TEXT NOT NULL,
            totals TEXT NOT NULL,                -- the figures of the whole, JSON by name
            content TEXT NOT NULL,               -- the report, JSON
            entries TEXT NOT NULL,               -- the entries that it counts, JSON
            digest TEXT NOT NULL,                -- of the content: the same report is kept once
            by TEXT,
            at TEXT NOT NULL
        );
        CREATE INDEX report_versions_unit ON report_versions (unit, period, at);
        CREATE TABLE report_texts (              -- what was written in the chat for an item of an outline
            unit TEXT NOT NULL,
            period TEXT NOT NULL,
            item TEXT NOT NULL,                  -- "OUTLINE/ITEM"
            text TEXT,                           -- none: what was logged is told again
            by TEXT,
            PRIMARY KEY (unit, period, item)
        );
        CREATE TABLE report_settings (
            unit TEXT PRIMARY KEY,
            outline TEXT,
            regime TEXT,
            agency TEXT,
            body TEXT,
            place TEXT,
            board_post TEXT,
            agency_post TEXT,
            signer TEXT,
            copies TEXT                          -- a line each
        );
        ALTER TABLE submissions ADD COLUMN version TEXT;     -- the report that was sent
        ALTER TABLE submissions ADD COLUMN period TEXT;
        ALTER TABLE submissions ADD COLUMN verdict TEXT;     -- accepted, returned
        ALTER TABLE submissions ADD COLUMN reason TEXT;
        ALTER TABLE submissions ADD COLUMN decided_by TEXT;
        ALTER TABLE submissions ADD COLUMN decided_at TEXT;
        CREATE INDEX submissions_period ON submissions (unit, period);
        CREATE TABLE works (                     -- what takes long and is done after its message
            key TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            user TEXT NOT NULL,
            what TEXT NOT NULL,
            args TEXT NOT NULL,                  -- JSON
            status TEXT NOT NULL DEFAULT 'new',  -- new, done, failed
            attempts INTEGER NOT NULL DEFAULT 0,
            at TEXT NOT NULL
        );
        CREATE INDEX works_new ON works (at) WHERE status = 'new';
        """
    )


@migrations()
def messengers(db: Database) -> None:
    """What messengers delivered, links to files, how much of a plan was used, what channels remember."""
    db.executescript(
        """
        CREATE TABLE arrivals (
            seq INTEGER PRIMARY KEY,
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            body TEXT,                           -- as it was delivered, until it has become a message
            at TEXT NOT NULL,
            UNIQUE (channel, id)
        );
        CREATE INDEX arrivals_open ON arrivals (channel, seq) WHERE body IS NOT NULL;
        CREATE TABLE file_links (
            token TEXT PRIMARY KEY,              -- hashed
            path TEXT NOT NULL,
            name TEXT NOT NULL,
            channel TEXT NOT NULL,
            chat TEXT NOT NULL,
            user TEXT NOT NULL,
            expires_at TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX file_links_chat ON file_links (channel, chat);
        CREATE TABLE channel_usage (
            channel TEXT NOT NULL,
            period TEXT NOT NULL,
            what TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (channel, period, what)
        );
        CREATE TABLE channel_state (
            channel TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (channel, name)
        );
        """
    )


@migrations()
def held_letters(db: Database) -> None:
    """Letters that their channel lets wait, so that it can be asked again."""
    db.executescript("ALTER TABLE outbox ADD COLUMN held INTEGER NOT NULL DEFAULT 0;  -- until due_at")


@migrations()
def people_ever(db: Database) -> None:
    """People are counted over a channel's whole life, and were by months."""
    db.executescript(
        """
        INSERT INTO channel_usage (channel, period, what, count)
            SELECT channel, 'ever', what, sum(count) FROM channel_usage WHERE instr(what, 'person:') = 1
            GROUP BY channel, what;
        INSERT INTO channel_usage (channel, period, what, count)
            SELECT channel, 'ever', 'people', count(*) FROM channel_usage
            WHERE period = 'ever' AND instr(what, 'person:') = 1 GROUP BY channel;
        DELETE FROM channel_usage WHERE period != 'ever' AND (what = 'people' OR instr(what, 'person:') = 1);
        """
    )


@migrations()
def reaching(db: Database) -> None:
    """Which letters wait for a message from their chat, and where nothing has gone out."""
    db.executescript(
        """
        ALTER TABLE outbox ADD COLUMN waited TEXT;      -- since when it waits for a message from its chat, or did
        CREATE INDEX outbox_waited ON outbox (channel, chat) WHERE status = 'queued' AND waited IS NOT NULL;
        ALTER TABLE contacts ADD COLUMN stuck_at TEXT;  -- when a reminder did not go out in its time
        ALTER TABLE contacts ADD COLUMN waits_at TEXT;  -- since when what is told there waits for their next message
        CREATE INDEX contacts_stuck ON contacts (channel, stuck_at) WHERE stuck_at IS NOT NULL;
        """
    )
    # Until now such a letter was a second one under another key, due when letters are deleted.
    db.execute(
        "UPDATE outbox SET waited = strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', due_at, '-400 days')"
        " WHERE status = 'queued' AND instr(key, 'zalo_oa:waits:') = 1"
    )
    waiting = (
        "SELECT max(o.waited) FROM outbox AS o WHERE o.channel = contacts.channel AND o.user = contacts.user"
        " AND o.waited > contacts.seen_at"
    )
    db.execute(f"UPDATE contacts SET waits_at = ({waiting}) WHERE channel = 'zalo_oa'")  # noqa: S608
    # What failed before, and told no notes, was not looked at again, and is not to be.
    db.execute(
        "UPDATE outbox SET status = 'unreached' WHERE status = 'failed' AND NOT EXISTS"
        " (SELECT 1 FROM notices AS n WHERE n.channel = outbox.channel AND n.letter = outbox.key)"
    )
