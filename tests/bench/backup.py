"""What a backup costs beside the plain commands it stands for, as whole processes.

python -m tests.bench.backup [ITEMS [RUNS]]   by hand; default 100000 and 5

Timed in turn on one running server: finally db backup --no-verify beside pg_dump -F c; finally db
backup, which proves it, beside pg_dump, createdb and pg_restore; and finally db restore beside
createdb and pg_restore. Also the most memory that a backup holds.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer
from tests.bench.books import fill, server
from tests.bench.pairs import paired, peak_memory

FINALLY = [sys.executable, "-m", "finally_cli", "db"]


def main(items: int = 100_000, runs: int = 5) -> None:
    """Fill the books, and print a line for each pair."""
    with server() as embedded:
        fill(embedded, items)
        environment = {**os.environ, "FINALLY_DATA_DIR": str(embedded.home)}
        folder = embedded.home.parent
        kept = folder / "kept.tar"
        made = [*FINALLY, "backup", str(kept), "--no-verify"]
        print(f"{items:,} items, {runs} pairs, finally beside PostgreSQL's own programs")
        dump = by_hand(embedded, folder, "dump")
        for what, ours, theirs in (
            ("db backup --no-verify", renewed(made, kept), dump),
            (
                "db backup, proven",
                renewed(made[:-1], kept),
                f"{dump} && {by_hand(embedded, folder, 'load')}",
            ),
            ("db restore", restored(kept), by_hand(embedded, folder, "load")),
        ):
            pair = paired(
                ["bash", "-c", ours], ["bash", "-c", theirs], runs=runs, environment=environment
            )
            print(pair.line(what))
        peak = peak_memory(["bash", "-c", renewed(made, kept)], environment)
        print(f"a backup holds at most {peak:.0f} MB")


def renewed(command: list[str], file: Path) -> str:
    """The command, after what it made before is gone."""
    return f"rm -f {file} && {' '.join(command)}"


def restored(file: Path) -> str:
    """A restore, with the backup that it makes before, and what it kept dropped again."""
    restore = " ".join([*FINALLY, "restore", str(file), "--yes"])
    forget = " ".join([*FINALLY, "restore", "--forget", "--yes"])
    return f"{restore} && {forget}"


def by_hand(embedded: EmbeddedServer, folder: Path, what: str) -> str:
    """The same with pg_dump, or with createdb and pg_restore, as a line of shell."""
    reached = f"-h {embedded.socket_folder} -U {embedded.OWNER}"
    file = folder / "by_hand.dump"
    programs = {name: embedded.binary(name) for name in ("pg_dump", "psql", "pg_restore")}
    if what == "dump":
        return f"{programs['pg_dump']} {reached} -d finally -F c --compress=6 -f {file}"
    psql = f"{programs['psql']} -q {reached} -d postgres -c"
    return (
        f"{psql} 'DROP DATABASE IF EXISTS by_hand' && {psql} 'CREATE DATABASE by_hand' &&"
        f" {programs['pg_restore']} {reached} -d by_hand --single-transaction {file}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
