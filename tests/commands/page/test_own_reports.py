"""Reports of the user's own on a page: those that say how they are drawn, drawn so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finally_cli.settings import report_folder
from tests.commands.page.test_page import charts, page_of
from tests.conftest import Run

Write = Callable[[str, str], None]
SPENT = """\
-- row  month     month
-- row  category  text
-- row  amount    money
-- chart  line
SELECT
    make_date(expense_items.year, expense_items.month, 1) AS month,
    expense_categories.name AS category,
    sum(expense_items.amount) AS amount
FROM expense_items
JOIN expense_categories ON expense_categories.id = expense_items.category_id
GROUP BY 1, 2
ORDER BY 1, 2
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a report: its header's fields and its statement."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))

    def write(name: str, text: str) -> None:
        report_folder.write_report(name, f"-- report/{name}\n-- What {name} has.\n--\n{text}")

    return write


def own_chart(text: str, kind: str) -> Any:
    """The chart of that kind in the last section of a page."""
    return charts(text[text.index('id="own"') :])[kind]


def test_a_line_goes_over_every_month_and_is_left_out_where_there_is_nothing(
    write: Write, look: Run
) -> None:
    """The values say that 2026-02 has none of the second; the month between is on the axis."""
    write(
        "odd",
        "-- row  month  month\n-- row  name  text\n-- row  paid  money\n-- chart  line\n"
        "SELECT * FROM (VALUES (date '2026-01-01', 'one', 1.50), ('2026-04-01', 'one', -2),"
        " ('2026-01-01', 'two', 3)) AS t (month, name, paid)\n",
    )
    drawn = own_chart(page_of(look), "lines")
    assert drawn["months"] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    shown = {line["name"]: [f and f["t"] for f in line["figures"]] for line in drawn["lines"]}
    assert shown == {
        "one": ["1.50", None, None, "-2.00"],
        "two": ["3.00", None, None, None],
    }


def test_bars_are_of_the_first_figures_in_the_order_of_the_rows(write: Write, look: Run) -> None:
    write(
        "shares",
        "-- row  name  text?\n-- row  part  share\n-- row  paid  money\n-- chart  bar\n"
        "SELECT * FROM (VALUES ('b', 0.25, 9.0), (NULL, 0.125, 8)) AS t (name, part, paid)\n",
    )
    drawn = own_chart(page_of(look), "bars")
    assert [(bar["name"], bar["length"]["t"]) for bar in drawn["bars"]] == [
        ("b", "25.0 %"),
        ("–", "12.5 %"),
    ]
    assert (drawn["percent"], drawn["masked"]) == (True, False)
    masked = own_chart(page_of(look, "--mask"), "bars")
    assert masked["bars"][0]["length"] == {"v": "0.25", "t": "25.0 %"}  # no amount


def test_a_page_asks_with_its_own_month_and_says_what_it_cannot_ask(
    write: Write, look: Run
) -> None:
    take = "-- param  {}\n-- row  month  month\n-- chart  table\nSELECT {} AS month\n"
    write("asked", take.format("which  month", "%(which)s::date"))
    write("known", take.format("which  month=2026-03", "%(which)s::date"))
    write("open", take.format("n  text", "coalesce(%(n)s::text, '2026-01-01')::date"))
    write("silent", "-- row  n  text\nSELECT 'never on a page' AS n\n")
    text = page_of(look, "--month", "2026-10")
    own = text[text.index('id="own"') :]
    assert "finally report asked --which 2026-10" in own
    assert re.findall(r"<th scope=row>(20[^<]+)<", own) == ["2026-10", "2026-03"]
    assert "It needs --n, which nobody says on a page." in own
    assert "never on a page" not in own


def test_one_that_fails_is_a_sentence_and_the_others_are_there(write: Write, look: Run) -> None:
    divided = "SELECT 1 / (count(*) - count(*))::int AS n FROM assets"
    write("broken", f"-- row  n  integer\n-- chart  table\n{divided}\n")
    write("spent", SPENT)
    text = page_of(look)
    own = text[text.index('id="own"') :]
    assert "ivision by zero" in own
    assert own_chart(text, "lines")["lines"]


def test_a_long_answer_is_cut_and_says_so(write: Write, look: Run) -> None:
    write(
        "many",
        "-- row  name  text\n-- row  n  integer\n-- chart  bar\n"
        "SELECT 'row ' || i AS name, i AS n FROM generate_series(1, 6000) AS i\n",
    )
    text = page_of(look)
    own = text[text.index('id="own"') :]
    assert "It has more rows; these are the first 500." in own
    assert len(own_chart(text, "bars")["bars"]) == 30
    assert "The first 30 are drawn." in own
    assert own.count("<tr>") == 1 + 500
