"""finally report check: each report is proved; what is wrong is told with file, line and hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from finally_cli.settings import report_folder
from tests.conftest import Run

HEAD = "-- report/{}\n-- What there is.\n--\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config" / "reports"


def write(name: str, text: str) -> None:
    report_folder.write_report(name, HEAD.format(name) + text)


def test_without_reports_it_says_how_to_write_one(folder: Path, look: Run) -> None:
    shown = look("report", "check")
    assert shown.exit_code == 0
    assert shown.stdout == (
        f"There are no reports of your own in {folder}.\nWrite one with: finally report new NAME\n"
    )
    assert look("report", "check", "--json").json["rows"] == []
    missing = look("report", "check", "dining", "--json")
    assert (missing.exit_code, missing.error["code"]) == (5, "REPORT_NOT_FOUND")


def test_each_is_proved_and_one_that_is_wrong_is_exit_code_7(folder: Path, look: Run) -> None:
    write("good", "-- row  n  integer\nSELECT 1 AS n")
    assert look("report", "check").exit_code == 0
    write("bad", "-- row  n  text\nSELECT 1 AS n\nFROM asets")
    write("worse", "-- param  a  mony\n-- row  n\nSELECT %(a)s AS n")
    shown = look("report", "check")
    assert shown.exit_code == 7
    assert shown.stdout == (
        f'{folder}/bad.sql:6: relation "asets" does not exist\n'
        '  Did you mean "assets", "target_sets" or "asset_spans"? See what there is to'
        " ask: finally sql --tables\n"
        "good is right.\n"
        f'{folder}/worse.sql:4: an option cannot be of the type "mony"\n'
        '  Did you mean "money"? Types are: month, date, money, share, rate, numeric, integer,'
        " bigint, smallint, text, boolean, uuid, asset, expense category, income category\n"
        f'{folder}/worse.sql:5: "n" has no type\n'
        "  Write a type such as text or money.\n"
    )
    found = look("report", "check", "--json").json
    assert found["schema"] == "finally.report.check/1"
    assert [(row["report"], row["line"], row["message"] is None) for row in found["rows"]] == [
        ("bad", 6, False),
        ("good", None, True),
        ("worse", 4, False),
        ("worse", 5, False),
    ]
    assert look("report", "check", "good").stdout == "good is right.\n"


def test_the_row_lines_that_are_missing_are_told(folder: Path, look: Run) -> None:
    write("bare", "SELECT 1 AS n, current_date AS day")
    assert "Write, a line each: -- row  n  integer; -- row  day  date" in (
        look("report", "check", "bare").stdout
    )


def test_a_name_that_cannot_be_asked_is_told(folder: Path, look: Run) -> None:
    write("good", "-- row  n  integer\nSELECT 1 AS n")
    for name in ("networth", "My report", "Good"):
        (folder / f"{name}.sql").write_text((folder / "good.sql").read_text())
    for name in (".good.sql.swp", ".#good.sql", "good.sql~", "notes.txt"):  # no reports
        (folder / name).write_text("")
    found = look("report", "check", "--json")
    assert found.exit_code == 7
    assert {row["report"]: row["message"] for row in found.json["rows"]} == {
        "Good": '"Good" cannot name a report',
        "My report": '"My report" cannot name a report',
        "good": None,
        "networth": "the program has a networth among its reports, which is asked instead",
    }
    assert '"Good" cannot name a report' in look("report", "Good").stderr
    assert "is no report of your own" in look("report", "check", "networth").stderr


def test_it_runs_nothing(folder: Path, look: Run) -> None:
    """The statement of this report would divide by zero, and never end."""
    write(
        "slow", "-- row  n  bigint\nSELECT 1 / count(*) AS n FROM generate_series(1, 1e15::bigint)"
    )
    assert look("report", "check", "slow").stdout == "slow is right.\n"
