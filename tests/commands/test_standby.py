"""Reports and lists on a hot standby: which are asked there, and when the primary is instead."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.read_again import is_of_the_primary, peek
from finally_cli.main import main
from finally_cli.model.errors import Locked
from finally_cli.settings.resolution import resolve
from finally_cli.store import connection, last_writes, standby
from finally_cli.store.errors import translating_errors
from finally_cli.store.last_writes import NOBODY, Identity, LastWrites, Mark, Position, bytes_of
from tests.conftest import HOME, TESTS, Outcome
from tests.conventions.test_goldens import LOOKS
from tests.support.command_tree import Words, commands, wired
from tests.support.people import PeoplesServer, database_of, peoples_server
from tests.support.role_server import free_port
from tests.support.standby import FOLLOWED, Standby, standby_of

OWNER = "landlord"
# The commands that look and have no line among LOOKS.
MORE = {
    "audit-list": ["audit", "list"],
    "audit-show": ["audit", "show", "EVENT"],
    "close-list": ["close", "list"],
    "import-list": ["import", "list"],
    "import-show": ["import", "show", "682fdaec"],
    "report-restated": ["report", "restated"],
    "export-json": ["export", "json"],
    "export-hledger": ["export", "hledger"],
    "export-ledger": ["export", "ledger"],
    "export-beancount": ["export", "beancount"],
    "export-csv": ["export", "csv", "--output", "FOLDER"],
    "export-xlsx": ["export", "xlsx", "--output", "BOOK"],
    "page": ["page", "--output", "PAGE"],
    "show-sql": ["report", "cashflow", "--show-sql"],
    "explain": ["report", "liquidity", "--explain"],
    "stream": ["sql", "-c", "SELECT generate_series(1, 20000)"],
}
# Times, and names of files.
CHANGING = (
    r"\(cost=.*|Buffers: .*|\w+ Time: .*|Sort Method: .*|Memory\w*: .*|(folder|book|page)-of-\w+"
)


def called_by(line: list[str]) -> Words:
    return next(tuple(line[:n]) for n in (2, 1) if tuple(line[:n]) in commands())


@dataclass
class Pair:
    """A primary with the sample household, and what follows it."""

    primary: PeoplesServer
    standby: Standby


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with peoples_server("followed", **FOLLOWED) as primary, database_of(OWNER, primary):
        with primary.connect(primary.superuser) as there:
            there.execute((TESTS / "sample.sql").read_bytes())
            there.execute("INSERT INTO users (email, base_currency) VALUES ('zoe@x.org', 'EUR')")
        with standby_of(primary) as following:
            with primary.connect(primary.superuser) as there:
                # It tells how old what it has is once it has replayed some transaction.
                there.execute("SELECT pg_current_xact_id()")
            yield Pair(primary, following)


@dataclass
class Calls:
    """Command lines in this process, on the profile `club`; `asked` are the ports connected to."""

    pair: Pair
    home: Path
    capture: pytest.CaptureFixture[bytes]
    asked: list[int] = field(default_factory=list)

    def configure(self, read_dsn: str | None = None) -> None:
        """Write config.toml, with the standby or something else to read from."""
        there = self.pair.standby.dsn(OWNER) if read_dsn is None else read_dsn
        (self.home / "config.toml").write_text(
            f'[profiles.club]\ndsn = "{self.pair.primary.dsn(OWNER)}"\nread_dsn = "{there}"\n'
        )

    def __call__(self, *words: str, user: str = "ann") -> Outcome:
        self.asked.clear()
        self.capture.readouterr()
        exit_code = main([*words, "--profile", "club", "--user", user])
        captured = self.capture.readouterr()
        return Outcome(exit_code, captured.out.decode(), captured.err.decode())

    @property
    def answered(self) -> str:
        """Who was asked, in order."""
        names = {self.pair.primary.port: "primary", self.pair.standby.port: "standby"}
        return " ".join(names.get(port, "other") for port in self.asked)


@pytest.fixture
def call(
    pair: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Iterator[Calls]:
    calls = Calls(pair, tmp_path, capfdbinary)
    plainly = connection.connect_by_keywords

    def connect_and_note(given: Any) -> Any:
        calls.asked.append(int(given.get("port", 5432)))
        return plainly(given)

    monkeypatch.setattr(connection, "connect_by_keywords", connect_and_note)
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(HOME / f"reading-{os.urandom(4).hex()}"))
    monkeypatch.setattr(sys, "argv", ["finally"])
    monkeypatch.chdir(tmp_path)
    calls.configure()
    pair.standby.catch_up()
    yield calls


def test_each_command_that_looks_is_asked_below() -> None:
    tried = {called_by(line) for line in [*LOOKS.values(), *MORE.values()]} - {("user", "list")}
    looking = {words for words, kind in wired().items() if kind == "reads"}
    of_primary = {words for words in looking if is_of_the_primary(".".join(words))}
    assert tried == looking - of_primary - {("report", "check")}  # which answers nothing
    assert of_primary == {
        ("audit", "verify"), ("audit", "anchor"), ("close", "verify"),
        ("db", "sizes"), ("db", "indexes"),
    }  # fmt: skip


def test_every_command_that_looks_is_answered_by_the_standby_as_by_the_primary(
    call: Calls,
) -> None:
    event = call("audit", "list", "--json").json["rows"][0]["id"]
    assert call.answered == "primary", "it is not known yet what the dsn leads to"
    call.pair.standby.catch_up()
    told: dict[str, list[tuple[str, ...]]] = {"standby": [], "primary": []}
    lines = [line for line in [*LOOKS.values(), *MORE.values()] if line != ["user", "list"]]
    for who, read_dsn in (("standby", None), ("primary", "")):
        call.configure(read_dsn)
        names = {"EVENT": event, "FOLDER": f"folder-of-{who}", "BOOK": f"book-of-{who}.xlsx"}
        names["PAGE"] = f"page-of-{who}.html"
        for line in lines:
            done = call(*(names.get(word, word) for word in line))
            assert (call.answered, done.exit_code) == (who, 0), (line, done.stderr)
            told[who].append(tuple(re.sub(CHANGING, "", str(said)) for said in vars(done).values()))
    assert told["standby"] == told["primary"]


@pytest.mark.parametrize(
    "line",
    ["report networth --known-at EVENT", "audit verify", "db sizes", "expense list --user zoe"],
)
def test_what_the_standby_cannot_answer_the_primary_does(line: str, call: Calls) -> None:
    event = call("audit", "list", "--json").json["rows"][0]["id"]
    call.pair.standby.catch_up()
    user = "zoe" if "zoe" in line else "ann"
    words = [event if word == "EVENT" else word for word in line.partition(" --user")[0].split()]
    assert call(*words, user=user).exit_code == 0
    assert call.answered == ("standby" if user == "zoe" else "primary")


@contextmanager
def paused(pair: Pair) -> Iterator[None]:
    """In the block the standby replays nothing."""
    with closing(pair.standby.connect()) as there:
        there.execute("SELECT pg_wal_replay_pause()")
        while there.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() != ("paused",):
            pass
        try:
            yield
        finally:
            there.execute("SELECT pg_wal_replay_resume()")
    pair.standby.catch_up()


def meet(call: Calls) -> None:
    """Have it known what the dsn leads to, and the standby have all of it."""
    noted(call, "asset", "list")
    call.pair.standby.catch_up()


def noted(call: Calls, *words: str, user: str = "ann") -> Outcome:
    """A command line that is right, by a user."""
    done = call(*words, "--json", user=user)
    assert done.exit_code == 0, done.stderr
    return done


def test_who_wrote_from_this_machine_reads_what_they_wrote(call: Calls, pair: Pair) -> None:
    """Of 2026-04, in which nobody else looks: 12.34, then nothing. Zoe has written nothing."""
    spent = ("expense", "list", "--month", "2026-04")
    meet(call)
    before = len(noted(call, *spent).json["rows"])
    assert call.answered == "standby"
    with paused(pair):
        written = noted(call, "expense", "add", "12.34", "food", "--month", "2026-04")
        assert call.answered == "primary"
        assert len(noted(call, *spent).json["rows"]) == before + 1
        assert call.answered == "standby primary"
        noted(call, *spent, user="zoe")
        assert call.answered == "standby", "it lacks nothing that she wrote"
    assert len(noted(call, *spent).json["rows"]) == before + 1
    assert call.answered == "standby"
    with paused(pair):
        gone = ("expense", "delete", written.json["rows"][0]["id"], "--yes")
        noted(call, *gone, "--dry-run")
        noted(call, *spent)
        assert call.answered == "standby", "nothing was written"
        noted(call, *gone)
        assert len(noted(call, *spent).json["rows"]) == before


def test_who_was_killed_before_the_note_reads_what_they_wrote(
    call: Calls, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    meet(call)
    with paused(pair):
        with monkeypatch.context() as killed:
            killed.setattr(last_writes, "keep_position", lambda *_: None)
            written = noted(call, "expense", "add", "3", "food", "--month", "2026-03")
        rows = noted(call, "expense", "list", "--month", "2026-03").json["rows"]
        assert call.answered == "standby primary"
        assert written.json["rows"][0]["id"] in {row["id"] for row in rows}
    noted(call, "expense", "delete", written.json["rows"][0]["id"], "--yes")


def test_what_was_written_in_doubt_is_asked_of_the_primary_once(call: Calls) -> None:
    meet(call)
    notes = LastWrites(resolve("club"))
    (whose,) = [
        row["id"] for row in noted(call, "user", "list").json["rows"] if "ann" in row["email"]
    ]
    for put_in_doubt in (
        lambda: notes.doubt(whose),  # killed between its commit and its note
        lambda: (notes.folder / whose).write_text("7 1"),  # torn
        lambda: (notes.folder / NOBODY).write_text(""),
        notes.forget,
        lambda: os.utime(notes.folder / "server", (0, 0)),  # not met for long
    ):
        put_in_doubt()
        meet(call)
        if (notes.folder / NOBODY).exists():
            assert call.answered.endswith("primary")
            (notes.folder / NOBODY).unlink()
        else:
            assert call.answered.endswith("primary")
            noted(call, "asset", "list")
            assert call.answered == "standby"


def test_a_standby_that_is_none_or_not_there_is_passed_over_without_a_word(
    call: Calls, pair: Pair
) -> None:
    expected = noted(call, "asset", "list").stdout
    for read_dsn, answered in {
        pair.primary.dsn(OWNER): "primary primary",  # promoted: it takes writes
        pair.standby.dsn("anna"): "standby primary",  # another login
        pair.standby.dsn(OWNER, "postgres"): "standby primary",  # another database
        pair.standby.dsn(OWNER, "none"): "standby primary",
        f"host=127.0.0.1 port={free_port()}": "other primary",
    }.items():
        call.configure(read_dsn)
        meet(call)
        done = call("asset", "list", "--json")
        assert (done.exit_code, done.stdout, done.stderr) == (0, expected, ""), read_dsn
        assert call.answered == answered, read_dsn
    noted(call, "asset", "list")
    assert call.answered == "primary", "who was not there is left alone for a while"


def test_a_standby_with_an_older_schema_is_passed_over(call: Calls, pair: Pair) -> None:
    newest = "(SELECT max(version) FROM schema_migrations)"
    meet(call)
    with pair.primary.connect(pair.primary.superuser) as there:
        row = there.execute(
            f"DELETE FROM schema_migrations WHERE version = {newest} RETURNING *"
        ).fetchone()
        assert row is not None
        pair.standby.catch_up()
        with paused(pair):
            there.execute("INSERT INTO schema_migrations VALUES (%s, %s, %s, %s)", row)
            noted(call, "asset", "list")
            assert call.answered == "standby primary"


def test_a_conflict_with_what_is_replayed_is_asked_of_the_primary_once(
    call: Calls, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody locks a table that has been read, and the standby, which replays that, ends it."""
    meet(call)
    expected = noted(call, "report", "networth").stdout
    began = standby.begin

    def begin(*given: Any) -> Any:
        database = began(*given)
        with pair.primary.connect(pair.primary.superuser) as there, there.transaction():
            there.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
            there.execute("SELECT pg_current_xact_id()")
        pair.standby.catch_up()
        return database

    monkeypatch.setattr(standby, "begin", begin)
    assert noted(call, "report", "networth").stdout == expected
    assert call.answered == "standby primary"


def test_what_was_taken_back_unnoticed_is_asked_of_the_primary_too(
    call: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a report's failure is shown in its place on a page."""
    meet(call)
    expected = noted(call, "goal", "list").stdout
    began = standby.begin

    def begin(*given: Any) -> Any:
        database = began(*given)
        with suppress(psycopg.Error):
            database.connection.execute("SELECT 1 / 0")
        monkeypatch.setattr(database, "all", lambda *_, **__: [])
        return database

    monkeypatch.setattr(standby, "begin", begin)
    assert noted(call, "goal", "list").stdout == expected
    assert call.answered == "standby primary"


def test_in_the_middle_of_what_is_written_a_conflict_is_a_failure() -> None:
    def rows() -> Iterator[int]:
        yield 1
        with translating_errors():
            raise psycopg.errors.SerializationFailure

    coming = peek(rows())
    assert next(coming) == 1
    with pytest.raises(Locked, match="had to stop in the middle"):
        next(coming)


HERE = Position(
    system="7", database="5", role_name="ann", is_standby=True, timeline=2, position="1/A0",
    behind_seconds=Decimal(0),
)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"is_standby": False}, "it is no standby, but takes writes of its own"),
        ({"system": "8"}, "it is of another cluster than the dsn"),
        ({"database": "6"}, "it has another database than the dsn"),
        ({"role_name": "bob"}, 'the login there is "bob", by the dsn "ann"'),
        ({"position": None}, "it does not say how far it has come"),
        ({"behind_seconds": Decimal("60.1")}, "what it has is more than a minute old"),
        ({"behind_seconds": Decimal("Infinity")}, "what it has is more than a minute old"),
        ({"behind_seconds": Decimal(60)}, None),
    ],
)
def test_a_server_that_is_no_standby_of_the_primary_is_unfit(
    found: dict[str, Any], reason: str | None
) -> None:
    try:
        standby.refuse_strange(replace(HERE, **found), Identity.of(HERE))
    except standby.Unfit as unfit:
        assert str(unfit) == reason
    else:
        assert reason is None


def test_a_later_timeline_goes_before_a_later_place() -> None:
    """After a failover the old primary's standby may be further, and lacks what came since."""
    assert Mark(1, bytes_of("FF/0")) < Mark.of(HERE) < Mark(2, bytes_of("1/A1")) < Mark(3, 0)


def test_the_status_tells_how_far_behind_it_is_and_whether_it_is_used(
    call: Calls, pair: Pair
) -> None:
    meet(call)
    (row,) = noted(call, "db", "status").json["rows"]
    assert [row[key] for key in ("standby", "standby_used", "standby_reason")] == [
        f"127.0.0.1:{pair.standby.port}", True, None,
    ]  # fmt: skip
    # What the server writes by itself may just be on its way.
    assert int(row["standby_behind_bytes"]) >= 0
    assert Decimal(row["standby_behind_seconds"]) >= 0
    with paused(pair):
        noted(call, "expense", "add", "1", "food", "--month", "2026-04")
        (row,) = noted(call, "db", "status").json["rows"]
        assert int(row["standby_behind_bytes"]) > 0
        assert row["standby_reason"] == "it lacks what was written last from this machine"
        assert "; not used: it lacks what was" in call("db", "status").stdout
    noted(call, "undo", noted(call, "audit", "list").json["rows"][0]["id"])
    call.configure(f"host=127.0.0.1 port={free_port()}")
    (row,) = noted(call, "db", "status").json["rows"]
    assert row["standby_used"] is False
    assert "cannot be reached" in row["standby_reason"]


def test_with_no_standby_nothing_is_noted(call: Calls) -> None:
    call.configure("")
    noted(call, "expense", "add", "1", "food", "--month", "2026-04", "--dry-run")
    assert not (resolve("club").data_dir / "standbys").exists()


def test_promoted_it_is_a_server_of_its_own(call: Calls, pair: Pair) -> None:
    """There is no way back: it is another standby than that of the other tests."""
    with standby_of(pair.primary) as another:
        call.configure(another.dsn(OWNER))
        noted(call, "asset", "list")
        another.catch_up()
        noted(call, "asset", "list")
        assert call.answered == "other"
        with closing(another.connect()) as there:
            there.execute("SELECT pg_promote()")
        noted(call, "asset", "list")
        assert call.answered == "other primary"
        assert "it is no standby" in noted(call, "db", "status").json["rows"][0]["standby_reason"]
