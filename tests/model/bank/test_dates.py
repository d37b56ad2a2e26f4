"""Days as banks write them, and what a column says of their order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.bank.dates import OrderEvidence, read_day
from finally_cli.model.bank.numbers import Unreadable


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("13/09/2017", "dmy", "2017-09-13"),
        ("09/13/2017", "mdy", "2017-09-13"),
        ("2019.04.19.", "ymd", "2019-04-19"),
        ("20.02.18", "dmy", "2018-02-20"),
        ("18-02-20", "ymd", "2018-02-20"),
        ("19. 4. 2019", "dmy", "2019-04-19"),
        ("13-Sep-2017", "dmy", "2017-09-13"),
        ("13 Sep 17", "dmy", "2017-09-13"),
        ("Sep 13, 2017", "mdy", "2017-09-13"),
        ("3. März 2026", None, "2026-03-03"),
        ("14 févr. 2026", None, "2026-02-14"),
        ("1 août 2026", None, "2026-08-01"),
        ("2 ene 2026", None, "2026-01-02"),
        ("9 mrt 2026", None, "2026-03-09"),
        ("31 Dez 2026", None, "2026-12-31"),
        ("24 mei 2026", None, "2026-05-24"),
        ("20260131", None, "2026-01-31"),
        ("31012026", None, "2026-01-31"),
        ("2026-01-31T23:59:59Z", None, "2026-01-31"),
        ("2026-01-31 23:59:59.123456", None, "2026-01-31"),
        ("01/31/2026 11:05 PM", "mdy", "2026-01-31"),
        ("Mo 31.08.2026", None, "2026-08-31"),
        ("03.04.2026", None, "2026-04-03"),
        ("\u0661\u0663/\u0660\u0669/\u0662\u0660\u0661\u0667", None, "2017-09-13"),
        ("20170918123000", None, "2017-09-18"),
    ],
)
def test_a_day_is_read_as_its_bank_writes_it(cell: str, order: str | None, day: str) -> None:
    assert read_day(cell, order) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("cell", "order", "reason"),
    [
        ("31/02/2026", "dmy", "there is no day"),
        ("31/02/2026", None, "there is no day"),
        ("31.02.2026", "dmy", "there is no day"),
        ("03/04/2026", None, "can be read in two ways"),
        ("13/09/2017", "ymd", "not written as the others are"),
        ("13/09/1917", "dmy", "there is no day"),
        ("Pending", "dmy", "is not a date"),
        ("12.50", "dmy", "is not a date"),
        ("1.2/2018", "dmy", "is not a date"),
        ("15/04", "dmy", "is not a date"),
        ("13-Gbr-2017", "dmy", "is not a date"),
    ],
)
def test_what_is_no_day_of_the_column_is_refused(cell: str, order: str | None, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_day(cell, order)


@pytest.mark.parametrize(
    ("cells", "decided", "is_open"),
    [
        (["12/09/2017"], None, True),
        (["12/09/2017", "13/09/2017"], "dmy", False),
        (["12/09/2017", "09/13/2017"], "mdy", False),
        (["31/02/2026", "12/09/2017"], None, True),
        (["31/02/2026", "12/09/2017", "13/09/2017"], "dmy", False),
        (["05/05/2026"], None, False),
        (["03.04.2026"], "dmy", False),
        (["13-Sep-2017"], None, False),
        (["18-02-20"], None, True),
        (["2026-01-02"], "ymd", False),
    ],
)
def test_a_column_says_in_which_order_its_days_are(
    cells: list[str], decided: str | None, is_open: bool
) -> None:
    evidence = OrderEvidence()
    for cell in cells:
        assert evidence.add(cell)
    assert (evidence.decided, evidence.is_open) == (decided, is_open)


STYLES = {
    "dmy": ["{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d:02}-{m:02}-{s:02}", "{d:02}{m:02}{y}"],
    "mdy": ["{m:02}/{d:02}/{y}", "{m}/{d}/{s:02}", "{m:02}-{d:02}-{y} 10:15", "{m:02} {d:02} {y}"],
    "ymd": ["{y}-{m:02}-{d:02}", "{y}.{m}.{d}.", "{s:02}/{m:02}/{d:02}", "{y}{m:02}{d:02}"],
}


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    style=st.sampled_from([(order, style) for order in STYLES for style in STYLES[order]]),
)
def test_what_is_written_in_any_order_is_read_back(day: date, style: tuple[str, str]) -> None:
    order, pattern = style
    cell = pattern.format(y=day.year, s=day.year % 100, m=day.month, d=day.day)
    assert read_day(cell, order) == day
