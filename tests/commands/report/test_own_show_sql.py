"""--show-sql and --explain of a report of one's own: what was checked is what is shown and run."""

from __future__ import annotations

import pytest

from finally_cli.store import execution
from tests.commands.report.test_own_report import Write, write  # noqa: F401
from tests.conftest import Run

# Where a text goes on, or begins, that is none at first sight.
HIDDEN_TEXTS = {
    "on the next line": "SELECT E'a' -- this is\n  -- one\n'b\\'%(word)s' AS t",
    "by a tag of any letters": "SELECT $\N{EURO SIGN}$ ' $\N{EURO SIGN}$ || '%(word)s' AS t",
    "after a name of any letters":
        "SELECT t FROM (SELECT 1 AS \N{EURO SIGN}$$, 'a$$%(word)s' AS t) AS found",
}  # fmt: skip


@pytest.mark.parametrize("place", HIDDEN_TEXTS)
def test_a_value_is_no_part_of_the_statement_wherever_its_mark_stands(
    place: str,
    look: Run,
    write: Write,  # noqa: F811
) -> None:
    """The server takes no value in a text; nor is one, or its code, put into it afterwards."""
    asked = f"{HIDDEN_TEXTS[place]}\nWHERE %(word)s::text <> ''"
    write("hidden", f"-- param  word  text=|| pg_sleep(9)::text ||\n-- row  t  text\n{asked}")
    assert look("report", "hidden", "--json").json["rows"][0]["t"].endswith("$1")
    shown = look("report", "hidden", "--show-sql").stdout
    assert shown.count("pg_sleep") == 1
    assert "WHERE '|| pg_sleep(9)::text ||'::text <> ''" in shown
    assert look("report", "hidden", "--explain").exit_code == 0


def test_a_report_that_is_written_out_wrongly_is_not_explained(
    look: Run,
    write: Write,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Should a value ever come to stand outside of its quotes."""
    monkeypatch.setattr(execution, "as_literal", lambda *_, **__: "pg_sleep(9)")
    write("late", "-- param  word  text\n-- row  t  text\nSELECT %(word)s::text AS t")
    told = look("report", "late", "--word", "a", "--explain", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "SQL_CALLS_MORE")
