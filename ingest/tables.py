"""Tables, opens the spool's SQLite file: the one place that knows its columns."""

import os
import secrets
import sqlite3
from datetime import datetime
from pathlib import Path

SCHEMA = """
create table if not exists chunks (
    row integer primary key autoincrement,
    received integer not null,
    protocol text not null,
    peer text not null,
    encoding text not null,
    source text not null,
    last integer not null,
    lines integer not null,
    body blob not null
);
create table if not exists chunk_ids (
    peer text not null, id text not null, at integer not null, primary key (peer, id)
) without rowid;
create index if not exists chunk_ids_at on chunk_ids (at);
create table if not exists cuts (
    batch integer primary key, first_sequence integer not null, cut text not null
);
create table if not exists streams (key text primary key, state text not null) without rowid;
create table if not exists position (
    only integer primary key check (only = 0),
    row integer not null, batch integer not null, sequence integer not null
);
create table if not exists identity (
    only integer primary key check (only = 0), id text not null
);
create table if not exists totals (
    name text not null, label text not null, value integer not null, primary key (name, label)
) without rowid;
create table if not exists sources (
    protocol text not null, peer text not null, host text not null, path text not null,
    format text not null, events integer not null, unread integer not null, last integer not null,
    primary key (protocol, peer, host, path, format)
) without rowid;
create table if not exists files (
    sha256 text primary key, path text not null, imported integer not null
) without rowid;
create table if not exists dead_letters (
    batch integer not null, ordinal integer not null, reason text not null, record blob not null,
    primary key (batch, ordinal)
) without rowid;
"""

IDENTITY_BYTES = 8
"""Random ones: two spools of one cluster do not have the same."""

NUMBERS_A_SECOND = 1_000_000
"""A new spool's first batch and sequence number is the second of its birth times this, so that a
spool that was lost and made again never gives out a number that the store has seen."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit; transactions are begun and committed in so many words."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")
    connection.execute("pragma cache_size = -16000")
    return connection


def create(path: Path, now: datetime) -> sqlite3.Connection:
    """Open the spool's file for writing, made with mode 0600 where it is not there.

    SQLite gives the journal beside it the same mode.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    connection = connect(path)
    # Of a new file.  A chunk of 130 kB is 8 pages, not 32, which takes a third less time.
    connection.execute("pragma page_size = 16384")
    connection.execute("pragma journal_mode = wal")
    # Without this limit the journal keeps its largest size, and with it what it held.
    connection.execute("pragma journal_size_limit = 0")
    connection.executescript(SCHEMA)
    first = int(now.timestamp()) * NUMBERS_A_SECOND
    connection.execute("insert or ignore into position values (0, 0, ?, ?)", (first, first))
    name = secrets.token_hex(IDENTITY_BYTES)
    connection.execute("insert or ignore into identity values (0, ?)", (name,))
    return connection
