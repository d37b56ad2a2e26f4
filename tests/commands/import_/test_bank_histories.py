"""Generated histories of imports: each row of the bank's ledger is in the books once.

Beside the program stands a plain model: of each day, how many rows alike the bank has, how many
the files so far could tell, and what the user did with what came of them. A history is committed,
for what was changed is told from what was not by when it was written.
"""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Run, Server, command_line
from tests.support.bank_ledgers import Booked, Files, Ledger
from tests.support.thoroughness import TIMES

HISTORIES = 8 * TIMES
STEPS = 9
KINDS = ("texts", "ids", "counts", "formats")
RULES = (("coffee", "FOOD"), ("rewe", "FOOD"), ("gehalt", "SALARY"))


@dataclass
class Model:
    """What must be so. `counted` is what the books have, by day and amount."""

    source: str = "Giro"
    covered: set[date] = field(default_factory=set)  # days that are whole in the books
    rows: dict[str, str] = field(default_factory=dict)  # id of a row: id of its import
    changed: set[str] = field(default_factory=set)  # rows whose entry the user edited
    deleted: set[str] = field(default_factory=set)  # rows whose entry the user deleted
    typed: int = 0  # entries of the user's own


@dataclass
class Books:
    """One user's books, looked at from beside the program."""

    db: psycopg.Connection[Any]
    user: str

    def all(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.execute(query.replace("OWN", f"'{self.user}'").encode()).fetchall()

    def rows(self) -> dict[str, tuple[date, Decimal, str, str]]:
        """(day, amount, letters and digits of the text, import) of each row, by id."""
        return {
            id_: (day, amount, letters, of)
            for id_, day, amount, letters, of in self.all(
                "SELECT id::text, day, amount,"
                " upper(regexp_replace(text, '[^A-Za-z0-9]+', '', 'g')), import_id::text"
                " FROM import_rows WHERE user_id = OWN"
            )
        }

    def entries(self) -> list[tuple[str | None, str, str, Decimal]]:
        """(row, noun, id, amount in the account's sense) of each entry."""
        return self.all(
            "SELECT import_row_id::text, 'expense', id::text, -amount FROM expense_items"
            " WHERE user_id = OWN UNION ALL"
            " SELECT import_row_id::text, 'income', id::text, amount FROM incoming_items"
            " WHERE user_id = OWN ORDER BY 4, 2, 3"
        )

    def events(self) -> int:
        (found,) = self.all("SELECT count(*) FROM audit_events WHERE user_id = OWN")
        return int(found[0])


@dataclass
class History:
    """One user, one ledger, one bank."""

    run: Run
    books: Books
    chance: random.Random
    ledger: Ledger
    files: Files
    model: Model = field(default_factory=Model)
    before: list[Model] = field(default_factory=list)  # as it was before each event
    told: list[str] = field(default_factory=list)

    def command(self, *words: str, code: int = 0) -> Any:
        """A command that has to end so; what changed something can be undone."""
        events, model = self.books.events(), copy.deepcopy(self.model)
        self.told.append(" ".join(words))
        outcome = self.run(*words)
        assert outcome.exit_code == code, (self.told, outcome.stderr)
        if self.books.events() > events and words[0] != "undo":
            self.before.append(model)
        return outcome

    def expected(self, rows: list[Booked]) -> None:
        """Take what a file can tell into the model, with what the books have of it now."""
        self.model.covered |= self.ledger.whole_days(rows)

    def bring(self, rows: list[Booked], *options: str) -> None:
        file, needs = self.files.write(rows)
        self.told.append(f"{[(one.number, str(one.day), one.amount, one.text) for one in rows]}")
        found = self.command(
            "import", "bank", file, "--source", self.model.source, *needs, *options, "--json"
        )
        if "--dry-run" in options:
            return
        there = self.books.rows()
        fresh = [id_ for id_ in there if id_ not in self.model.rows]
        states = Counter(one["state"] for one in found.json["rows"])
        back = self.model.deleted if "--resurrect" in options else set()
        assert len(fresh) <= found.json["totals"]["new"] <= len(fresh) + len(back), self.told
        assert sum(states.values()) == len(rows), self.told
        self.model.rows |= {id_: there[id_][3] for id_ in fresh}
        if back:
            there_again = back & {row for row, *_ in self.books.entries() if row}
            self.model.deleted -= there_again
            self.model.changed -= there_again  # it is a new entry, which nobody has changed
        self.expected(rows)

    def check(self) -> None:
        """No row of the ledger twice, none lost of a whole day, and each entry as it was left."""
        there = self.books.rows()
        assert set(there) == set(self.model.rows), self.told
        telling = self.files.kind != "formats"  # the words, too

        def counted(rows: Any) -> Counter[Any]:
            return Counter(
                (day, amount, letters if telling else "") for day, amount, letters in rows
            )

        known = counted(row[:3] for row in there.values())
        ledger = counted(one.alike for one in self.ledger.rows)
        assert known <= ledger, ("twice", known - ledger, self.told)
        lost = ledger - known
        assert not {one[0] for one in lost} & self.model.covered, ("lost", lost, self.told)
        entries = Counter(row for row, *_ in self.books.entries())
        assert entries.pop(None, 0) == self.model.typed, self.told
        assert not self.model.deleted & set(entries), ("came back", self.told)
        assert set(entries.values()) <= {1}, ("an entry twice", self.told)
        decided = {
            id_ for (id_,) in self.books.all(
                "SELECT id::text FROM import_rows WHERE user_id = OWN AND decision = 'category'"
            )
        }  # fmt: skip
        assert set(entries) == decided - self.model.deleted, self.told

    def step(self) -> None:
        ways = (
            self.grow, self.grow, self.grow, self.late, self.again, self.edit, self.delete,
            self.rename, self.type_twin, self.undo, self.import_undo, self.resurrect, self.look,
        )  # fmt: skip
        self.chance.choice(ways)()

    def grow(self) -> None:
        self.ledger.post(self.chance.randint(1, 6))
        self.model.covered -= {one.day for one in self.ledger.rows[-7:]}
        self.again()

    def late(self) -> None:
        self.ledger.post_late()
        newest = max(self.ledger.rows, key=lambda one: one.number)
        self.model.covered.discard(newest.day)
        self.again()

    def again(self) -> None:
        self.bring(self.ledger.cut(within_days=self.files.kind != "formats"))

    def look(self) -> None:
        self.bring(self.ledger.cut(within_days=self.files.kind != "formats"), "--dry-run")

    def resurrect(self) -> None:
        self.bring(self.ledger.cut(within_days=False), "--resurrect")

    def entry(self) -> tuple[str, str, str] | None:
        found = [(row, noun, id_) for row, noun, id_, _ in self.books.entries() if row]
        return self.chance.choice(found) if found else None

    def edit(self) -> None:
        if chosen := self.entry():
            row, noun, id_ = chosen
            change = self.chance.choice(
                (("--amount", "99.99"), ("--note", f"mine {len(self.told)}"))
            )
            self.command(noun, "edit", id_, *change)
            self.model.changed.add(row)

    def delete(self) -> None:
        if chosen := self.entry():
            row, noun, id_ = chosen
            self.command(noun, "delete", id_, "--yes")
            self.model.deleted.add(row)

    def rename(self) -> None:
        if not self.books.all("SELECT FROM sources WHERE user_id = OWN"):
            return  # the import that made it was undone
        name = f"Giro {len(self.told)}"
        self.command("source", "edit", self.model.source, "--name", name)
        self.model.source = name

    def type_twin(self) -> None:
        """An entry of the user's own, of a row that has not come, or of one that has."""
        one = self.chance.choice(self.ledger.rows)
        amount = Decimal(one.amount)
        if amount == 0:
            return
        noun, category = ("expense", "FOOD") if amount < 0 else ("income", "SALARY")
        self.command(
            noun, "add", str(abs(amount)), category,
            "--date", min(one.day + timedelta(days=1), date(2026, 11, 15)).isoformat(),
        )  # fmt: skip
        self.model.typed += 1

    def undo(self) -> None:
        if self.before:
            covered = self.model.covered & self.before[-1].covered
            touched = self.model.changed | self.model.deleted
            self.command("undo")
            self.model = self.before.pop()
            # What was changed and is back as it was has been written later than its import all the
            # same: it stays where that import is taken back.
            self.model.changed |= touched - self.model.deleted
            self.model.covered &= covered  # the ledger has gone on since

    def import_undo(self) -> None:
        imports = self.books.all(
            "SELECT id::text FROM imports WHERE user_id = OWN ORDER BY created_at, id"
        )
        if not imports:
            return
        (chosen,) = self.chance.choice(imports)
        stays = self.model.changed | self.model.deleted
        there = self.books.rows()
        gone = {row for row, of in self.model.rows.items() if of == chosen and row not in stays}
        self.command("import", "undo", chosen, "--yes")
        self.model.rows = {row: of for row, of in self.model.rows.items() if row not in gone}
        self.model.covered -= {there[row][0] for row in gone}


@pytest.fixture
def person(
    server: Server,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Any]:
    """Makes another user of the same books; commands are committed."""
    with (
        closing(server.connect(fresh_database, user=EmbeddedServer.EVERYDAY)) as connection,
        closing(server.connect(fresh_database, autocommit=True)) as owner,
    ):
        run = command_line(connection, monkeypatch, capsys)

        def made(name: str) -> tuple[Run, Books]:
            monkeypatch.setenv("FINALLY_USER", name)
            row = owner.execute(
                "INSERT INTO users (email, base_currency) VALUES (%s, 'EUR') RETURNING id::text",
                [f"{name}@example.org"],
            ).fetchone()
            assert row is not None
            return run, Books(owner, row[0])

        yield made


@pytest.mark.parametrize("kind", KINDS)
def test_each_row_of_a_ledger_is_in_the_books_once(person: Any, tmp_path: Path, kind: str) -> None:
    for number in range(max(1, HISTORIES // len(KINDS))):
        chance = random.Random(f"{kind} {number}")
        run, books = person(f"ann{number}")
        history = History(
            run, books, chance, Ledger(chance), Files(chance, tmp_path, kind), told=[f"#{number}"]
        )
        for words, category in RULES:
            assert run("rule", "add", words, "--category", category).exit_code == 0
        history.ledger.post(6)
        history.bring(history.ledger.cut(within_days=kind != "formats"))
        for _ in range(STEPS):
            history.step()
            history.check()
        history.bring(history.ledger.rows)
        history.check()
        assert {one.day for one in history.ledger.rows} == history.model.covered
        assert run("audit", "verify").exit_code == 0, history.told
