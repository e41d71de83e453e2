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
            scheduled INTEGER NOT NULL DEFAULT 0,   -- asked for at a time of its own
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
