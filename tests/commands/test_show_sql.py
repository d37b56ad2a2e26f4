"""--show-sql and --explain: what psql makes of the statements is what the report was given."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finally_cli.commands.close.through import THROUGH
from finally_cli.commands.next_command import LACKED
from finally_cli.store import database, identity
from finally_cli.store.statements import Statement, sql_root
from tests.conftest import Run, Server
from tests.conventions.test_goldens import LOOKS
from tests.support.each import each
from tests.support.outcomes import refusal

REPORTS = [
    *(words for words in LOOKS.values() if words[0] == "report"),
    ["report", "networth", "--month"],
    ["report", "networth", "--from", "2026-02", "--to", "2026-04", "--chart"],
    ["report", "allocation", "--band", "25%"],
    ["report", "rebalance", "--withdraw", "100"],
    ["report", "rebalance", "--contribute", "1000", "--min-trade", "100", "--by", "asset"],
    ["report", "explain", "--month", "2026-Q2"],
    ["report", "budget", "--month"],
    ["report", "cashflow", "--month"],
    ["report", "cashflow", "--month", "2025", "--by", "category"],
    ["report", "spending", "--from", "2025-12", "--months", "3"],
]
MONTH = ["report", "networth", "--month", "2026-09"]
NULL = "(null)"


class Psql:
    """The psql of the embedded server, as Ann of sample.sql, and what it prints as CSV."""

    def __init__(self, server: Server, dbname: str, user_id: str) -> None:
        self.program, self.dsn = server.binary("psql"), server.dsn(dbname)
        self.environment = {"PGOPTIONS": f"-c finally.user_id={user_id}", "LC_ALL": "C.UTF-8"}

    def __call__(self, text: str) -> str:
        done = subprocess.run(
            [self.program, "-Xq", "--csv", "-Pnull=" + NULL, "-vON_ERROR_STOP=1", self.dsn],
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture
def psql(server: Server, sample_database: str) -> Psql:
    with server.connect(sample_database) as connection:
        found = connection.execute("SELECT id FROM users WHERE email LIKE 'ann@%'").fetchone()
    assert found is not None
    return Psql(server, sample_database, str(found[0]))


@dataclass(frozen=True)
class Answer:
    """What the driver gave a report for a statement with some values."""

    statement: Statement[Any]
    values: dict[str, object]
    rows: list[Any]


def recorded(patch: pytest.MonkeyPatch) -> list[Answer]:
    """What the driver gives from now on, once for each statement and its values.

    What is asked for a hint, by which no figure comes about, is not shown, and so not here.
    """
    given: list[Answer] = []
    fetch_text = database.fetch_text

    def fetch(connection: Any, statement: Statement[Any], text: Any, values: Any) -> list[Any]:
        rows = fetch_text(connection, statement, text, values)
        answer = Answer(statement, values, list(rows))
        if statement not in (identity.SESSION, LACKED, THROUGH) and answer not in given:
            given.append(answer)
        return rows

    patch.setattr(database, "fetch_text", fetch)
    return given


def in_psql(value: object) -> str:
    """A value of a row as psql prints it."""
    match value:
        case None:
            return NULL
        case bool():
            return "t" if value else "f"
        case list():
            return "{" + ",".join(map(in_array, value)) + "}"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def in_array(element: object) -> str:
    """An element of an array, between quotes where it would be read as something else."""
    if element is None:
        return "NULL"
    text = in_psql(element)
    if text and text.upper() != "NULL" and not re.search(r'[\s{},"\\]', text):
        return text
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def as_csv(answer: Answer) -> str:
    """The rows of an answer as psql prints them."""
    names = [one.name for one in fields(answer.statement.row)]
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    for cells in (names, *([in_psql(getattr(row, name)) for name in names] for row in answer.rows)):
        write(cells)
    return text.getvalue()


@each("words", REPORTS)
def test_psql_answers_what_the_report_was_given(words: list[str], look: Run, psql: Psql) -> None:
    """Every report, every statement: NULL, dates, arrays, and JSON that one hands to the next."""
    with pytest.MonkeyPatch.context() as patch:
        given = recorded(patch)
        shown = look(*words, "--show-sql")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert psql(shown.stdout) == "".join(as_csv(answer) for answer in given)
    assert shown.stdout.count(";\n") == len(given)


# Reports whose rows are those of their main statement as they come.
MAIN = {
    "report/networth": ["networth"],
    "report/networth_by_asset": ["networth", "--by", "asset"],
    "report/networth_history": ["networth", "--months", "14"],
    "report/allocation_by_asset": ["allocation", "--by", "asset"],
    "report/cashflow": ["cashflow"],
    "report/cashflow_by_category": ["cashflow", "--by", "category"],
    "report/spending": ["spending"],
    "report/rebalance_drift": ["rebalance"],
}


@each("name", MAIN)
def test_what_psql_answers_is_what_the_report_prints(name: str, look: Run, psql: Psql) -> None:
    printed = look("report", *MAIN[name], "--json").json["rows"]
    shown = look("report", *MAIN[name], "--show-sql", "--json").json["rows"]
    (statement,) = [row["statement"] for row in shown if row["name"] == name]
    answered = list(csv.DictReader(io.StringIO(psql(statement))))
    last = answered[len(printed) :]  # the line that --json has as its totals, where there is one
    assert len(last) <= 1
    for row, by_psql in zip(printed, answered[: len(printed)], strict=True):
        assert list(row) == list(by_psql)
        for key, value in row.items():
            assert alike(value, by_psql[key]), key


def alike(value: object, by_psql: str) -> bool:
    """Whether a value of the JSON is what psql prints: 2026-10 and 2026-10-01, 0.5 and 0.5000."""
    if isinstance(value, list):
        parts = by_psql.strip("{}").split(",")
        return all(map(alike, value, parts)) and len(value) == len(parts)
    if value is None or isinstance(value, bool):
        return by_psql == in_psql(value)
    text = str(value)
    if re.fullmatch(r"-?[0-9.]+", text):
        return Decimal(text) == Decimal(by_psql)
    return by_psql in (text, f"{text}-01")


@pytest.mark.parametrize("option", ["--show-sql", "--explain"])
@each(
    "words",
    [
        ["networth", "--month", "2019-01"],
        ["networth", "--month", "2026-10", "--months", "3"],
        ["networth", "--month", "oktober"],
        ["networth", "--from", "2026-10", "--to", "2026-09"],
        ["rebalance", "--contribute", "-5"],
        ["rebalance", "--contribute", "1", "--withdraw", "1"],
        ["rebalance", "--withdraw", "1000000000"],
        ["cashflow", "--from", "2000-01", "--to", "2000-02"],
        ["spending", "--months", "0"],
        ["budget", "--user", "nobody"],
        ["liquidity", "--json", "--csv"],
    ],
)
def test_a_report_that_refuses_refuses_as_it_does_without(
    words: list[str], option: str, look: Run
) -> None:
    refused = look("report", *words)
    assert refused.exit_code != 0
    assert look("report", *words, option) == refused
    in_json = look("report", *words, "--json")
    assert look("report", *words, "--json", option) == in_json


def test_only_one_of_the_two_is_asked_for(look: Run) -> None:
    assert look("report", "networth", "--show-sql", "--explain") == refusal(
        2, "--show-sql and --explain cannot both be given", "Choose one of them."
    )


def test_the_exit_code_is_that_of_the_report(run: Run) -> None:
    run("budget", "set", "food", "10", "--month", "2026-11")
    run("expense", "add", "20", "food", "--month", "2026-11")
    for option in ("--quiet", "--show-sql", "--explain"):
        assert run("report", "budget", "--check", option).exit_code == 1


def test_a_statement_has_its_name_and_its_sentence_and_stands_in_every_form(look: Run) -> None:
    shown = look("report", "liquidity", "--month", "--show-sql", "--quiet").stdout
    in_json = look("report", "liquidity", "--month", "--show-sql", "--json").json
    assert (in_json["schema"], in_json["notes"]) == ("finally.statements/1", [])
    assert shown == "\n".join(
        f"-- {row['name']}\n-- {row['sentence']}\n{row['statement']}\n" for row in in_json["rows"]
    )
    # What --month alone means was asked for, too; who asks was not.
    assert in_json["rows"][0]["name"] == "report/last_month"
    first = sql_root() / "report/last_month.sql"
    assert f"-- {in_json['rows'][0]['sentence']}" == first.read_text().splitlines()[1]
    in_csv = look("report", "liquidity", "--month", "--show-sql", "--csv").stdout
    assert list(csv.DictReader(io.StringIO(in_csv))) == in_json["rows"]


def test_a_value_has_the_type_that_the_file_casts_it_to_and_no_second_one(look: Run) -> None:
    shown = look(*MONTH, "--show-sql").stdout
    assert "'2026-09-01'::date, '2026-09-01'::date)" in shown
    assert re.search(r"asset_changes\('[0-9a-f-]{36}'::uuid, ", shown)
    assert "%" not in shown


NASTY = (
    "'); DROP TABLE assets; --",
    "\\'); DROP TABLE assets; --",
    "\\! echo pwned",
    '","b\\"},{',
    "100 %% %(user_id)s :user",
    "Café 東京 \u202eabc",
)


def test_a_name_never_ends_the_literal_that_it_stands_in(run: Run, psql: Psql) -> None:
    """The plan of trades hands names on, in an array, to a statement that reads no table."""
    for name in NASTY:
        added = run(
            "asset", "add", name, "--category", "CASH", "--value", "10", "--month", "2026-10"
        )
        assert added.exit_code == 0, added.stderr
    parts = [word for name in NASTY for word in ("--asset", name, "10" if "Caf" in name else "18")]
    targets = run("target", "set", "cash", "100", *parts, "--from", "2026-10")
    assert targets.exit_code == 0, targets.stderr
    words = ("report", "rebalance", "--contribute", "60", "--by", "asset")
    traded = [row["asset"] for row in run(*words, "--json").json["rows"]]
    assert sorted(traded) == sorted(NASTY)
    statement = run(*words, "--show-sql", "--json").json["rows"][-1]["statement"]
    answered = csv.DictReader(io.StringIO(psql(statement)))
    assert [row["asset"] for row in answered] == [*traded, NULL]


def test_a_plan_is_of_a_run_with_the_values_that_answered(look: Run) -> None:
    shown = look(*MONTH, "--explain")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.startswith("-- report/networth_totals\n-- Assets, debts and net worth in a")
    assert shown.stdout.count("Execution Time: ") == 2
    assert "actual time=" in shown.stdout
    assert "Buffers: shared hit=" in shown.stdout
    in_json = look(*MONTH, "--explain", "--json").json
    assert in_json["schema"] == "finally.plans/1"
    assert [list(row) for row in in_json["rows"]] == [["name", "sentence", "plan"]] * 2
    (plan,) = in_json["rows"][1]["plan"]
    assert plan["Plan"]["Actual Rows"] == len(look(*MONTH, "--json").json["rows"])
    in_csv = look(*MONTH, "--explain", "--csv").stdout
    (totals, _) = csv.DictReader(io.StringIO(in_csv))
    assert "Execution Time: " in totals["plan"]
