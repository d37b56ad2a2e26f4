"""Every command that writes, tried against closed months: refused with one code, nothing written.

The household of sample.sql, on 2026-12-15, with all months up to 2026-11 closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Outcome, Server, command_line
from tests.support.bank_files import ofx
from tests.support.command_tree import commands, options, wired
from tests.support.schema_rows import value

Household = Callable[..., Outcome]
OCTOBER = ["--month", "2026-10"]

FILES = {
    "values.csv": "asset,2026-11\nSavings,15000\n",
    "salaries.csv": "amount,category,month\n4000,SALARY,2026-10\n",
    "spent.csv": "amount,category,date,note\n42.50,FOOD,2026-11-05,Market\n",
    "journal.csv": '"txnidx","date","date2","status","code","description","comment","account",'
    '"amount","commodity","credit","debit","posting-status","posting-comment"\n'
    '"1","2026-01-05","","","","Tank","","expenses:car","60.00","USD","","60.00","",""\n'
    '"1","2026-01-05","","","","Tank","","assets:bank","-60.00","USD","60.00","","",""\n',
    "budget.csv": '"Month","Category Group","Category","Budgeted","Activity","Available"\n'
    '"Jan 2026","Quality of Life","Music",$20.00,$0.00,$20.00\n',
    "export.json": '{"accounts": [{"name": "ING", "currency": "USD", "balances":'
    ' [{"date": "2026-01-31T00:00:00.000Z", "value": 12.5}]}]}',
    "ann.json": '{"schema": "finally.books/1", "user": {"id": "", "email": "ann@example.org",'
    ' "base_currency": "USD"}, "budgets": [{"category": "FEES", "month": "2026-10",'
    ' "amount": "5.00", "calculated": false, "policy": null,'
    ' "id": "00000000-0000-0000-0000-000000000001"}]}',
    "eurofxref-hist.csv": "Date,USD,GBP,\n2026-10-30,1.19,0.85,\n",
    "bank.ofx": ofx([("2026-11-05", "-42.50", "SPARMARKT")], currency="USD"),
    "caps.csv": "asset,market_cap,month\nAcme,1.2B,2026-02\n",
}
# What each command that writes in a month is given. Ids are those of sample.sql; UNDO and MOVE
# stand for what was done before the months were closed.
IN_CLOSED: dict[tuple[str, ...], list[list[str]]] = {
    ("snapshot", "add"): [["Savings", "5", *OCTOBER], ["Savings=5", "Visa=4", *OCTOBER]],
    ("snapshot", "edit"): [["Savings", *OCTOBER, "--value", "6"]],
    ("snapshot", "delete"): [["Savings", *OCTOBER]],
    ("snapshot", "carry"): [OCTOBER],
    ("income", "add"): [["5", "salary", *OCTOBER], ["5", "salary", "--date", "2026-10-05"]],
    ("income", "edit"): [["1decfe56", "--amount", "9"]],
    ("income", "delete"): [["1decfe56"]],
    ("expense", "add"): [["5", "food", *OCTOBER]],
    ("expense", "edit"): [
        ["df373998", "--note", "Late"],
        ["df373998", "--month", "2026-12", "--date", "2026-12-01"],
    ],
    ("expense", "delete"): [["df373998"]],
    ("recurring", "post"): [["--month", "2026-11"]],
    ("recurring", "delete"): [["97575c86"]],
    ("budget", "set"): [
        ["food", "600", *OCTOBER],
        ["food", "600", "--from", "2026-10", "--to", "2027-01"],
    ],
    ("budget", "roll"): [["--month", "2026-11"]],
    ("budget", "copy"): [["--from", "2026-10", "--to", "2026-11"]],
    ("budget", "delete"): [["food", "--month", "2026-09"]],
    ("budget", "move"): [["5", "food", "utility", *OCTOBER]],
    ("budget", "unmove"): [["MOVE"]],
    ("asset", "delete"): [["Wine"]],
    ("asset", "add"): [["Joint", "--category", "cash", "--value", "5", *OCTOBER]],
    ("target", "set"): [["cash", "5", "--from", "2026-10"]],
    ("target", "clear"): [["single_stocks", "--from", "2026-10"]],
    ("target", "weigh"): [["single_stocks", "--month", "2026-01", "--from", "2026-10"]],
    ("fx", "set"): [["EUR/USD", "1.17", *OCTOBER]],
    ("fx", "import"): [["eurofxref-hist.csv", *OCTOBER, "--replace"]],
    ("snapshot", "fill"): [["--replace", *OCTOBER]],
    ("marketcap", "set"): [["Acme", "1.1B", "--month", "2026-01"]],
    ("marketcap", "delete"): [["Acme", "--month", "2026-01"]],
    ("marketcap", "import"): [["caps.csv"]],
    ("import", "bank"): [["bank.ofx", "--source", "Giro"]],
    ("import", "snapshots"): [["values.csv"]],
    ("import", "income"): [["salaries.csv"]],
    ("import", "expenses"): [["spent.csv"]],
    ("import", "budgets"): [["budget.csv", "--map", "Quality of Life=WELLNESS"]],
    ("import", "json"): [["ann.json"]],
    ("import", "ghostfolio"): [["export.json", "--create-assets"]],
    ("import", "hledger"): [["journal.csv", "--map", "expenses:car=TRANSPORT"]],
    ("import", "undo"): [["682fdaec"]],
    ("inbox", "assign"): [["f17a7303", "leisure"]],
    ("inbox", "unassign"): [["f392cb8e"]],
    ("rule", "apply"): [[]],
    ("undo",): [["UNDO"]],
}
# What writes in no month: names and kinds, what comes, and what is decided of months to come.
IN_NO_MONTH = {
    ("close", "month"),
    ("close", "reopen"),
    *(("recurring", verb) for verb in ("add", "edit", "stop")),
    ("budget", "policy"),
    *(("asset", verb) for verb in ("edit", "close", "reopen")),
    *(("category", verb) for verb in ("add", "rename", "close", "reopen", "delete")),
    *(("goal", verb) for verb in ("add", "edit", "close", "reopen", "delete")),
    *(("source", verb) for verb in ("add", "edit", "delete")),  # which no row is of any more
    *(
        ("price", verb) for verb in ("set", "delete", "split", "import", "fetch")
    ),  # of days; values keep their own
    ("fx", "fetch"),  # as fx import, from elsewhere
    ("user", "edit"),  # whose currency is chosen before the first amount
    *(("rule", verb) for verb in ("add", "edit", "move", "delete", "import")),
    ("inbox", "review"),  # which asks, and does as assign does
}


def test_every_command_that_writes_is_tried_here() -> None:
    writing = {words for words, kind in wired().items() if kind == "writes"}
    assert set(IN_CLOSED) | IN_NO_MONTH == writing, "say what it does to a closed month"
    assert not set(IN_CLOSED) & IN_NO_MONTH


@pytest.fixture
def db(server: Server, sample_database: str) -> Iterator[psycopg.Connection[Any]]:
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        connection.execute("SELECT 1")  # whatever follows is a part of this transaction
        yield connection
        connection.rollback()


@pytest.fixture
def household(
    db: psycopg.Connection[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Household:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FINALLY_USER", "ann")
    monkeypatch.setenv("FINALLY_TODAY", "2026-12-15")
    return command_line(db, monkeypatch, capsys)


def test_no_command_writes_in_a_closed_month(
    household: Household, db: psycopg.Connection[Any]
) -> None:
    for first in (
        "rule add cinema --category leisure",
        "rule add sparmarkt --category food",
        "expense add 5 food --month 2026-10",
    ):
        assert household(*first.split()).exit_code == 0
    db.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    event = household("audit", "list", "--json").json["rows"][0]["id"]
    moved = household("budget", "move", "5", "food", "utility", *OCTOBER, "--json")
    made = {"UNDO": event, "MOVE": moved.json["rows"][0]["id"]}
    closed = household("close", "2026-11", "--earlier", "--yes", "--json")
    assert closed.exit_code == 0, closed.stderr
    db.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    kept = "SELECT count(*) FROM audit_changes"
    before = value(db, kept)

    wrong = {}
    for words, lines in IN_CLOSED.items():
        for line in lines:
            given = [made.get(word, word) for word in line]
            yes = ["--yes"] if "--yes" in options(commands()[words]) else []
            done = household(*words, *given, *yes, "--json")
            if done.exit_code != 6 or '"MONTH_CLOSED"' not in done.stderr:
                wrong[" ".join((*words, *line))] = (done.exit_code, done.stderr[-300:])
    assert wrong == {}, "\n".join(map(str, wrong.items()))
    assert value(db, kept) == before
