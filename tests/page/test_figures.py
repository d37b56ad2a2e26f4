"""What a page shows in a browser is what its reports say as JSON."""

from __future__ import annotations

import shlex
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.page.conftest import Books
from tests.support.chromium import Browser

pytestmark = pytest.mark.xdist_group("browser")

PANELS = """
return [...document.querySelectorAll("article.panel")].map((panel) => ({
  command: panel.querySelector(".sql code").textContent,
  tables: [...panel.querySelectorAll("table")].map((table) => ({
    heads: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
    rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) =>
      [cell.textContent, cell.dataset.value ?? null])),
  })),
  drawn: [...panel.querySelectorAll(".chart")].map((place) => JSON.stringify(place.drawing)),
  given: [...panel.querySelectorAll(".chart")].map((place) =>
    place.drawing.kind === "lines"
      ? place.chart.getOption().series.map((line) => line.data.map((point) => point.value))
      : null),
}));
"""


def numbers(value: Any) -> set[Decimal]:
    """Every number in an answer, whatever its place."""
    match value:
        case dict():
            return {one for part in value.values() for one in numbers(part)}
        case list():
            return {one for part in value for one in numbers(part)}
        case str() | int() if not isinstance(value, bool):
            try:
                return {Decimal(value)}
            except ArithmeticError:
                return set()
    return set()


def read(text: str) -> tuple[Decimal, Decimal]:
    """A figure as it is printed, and one in its last place: it may be that far from the exact one,
    since what is printed in a column makes the printed sum together."""
    plain, _, sign = text.replace(",", "").replace("+", "").partition(" ")
    unit = Decimal(1).scaleb(-len(plain.partition(".")[2]))
    part = Decimal(100) if sign[:1] in ("%", "p") else Decimal(1)  # percent, or points of them
    return Decimal(plain) / part, unit / part


@pytest.mark.parametrize("words", [(), ("--year", "2026")])
def test_every_figure_on_the_page_is_one_of_its_report(
    words: tuple[str, ...], browser: Browser, demo: Books
) -> None:
    browser.show(demo.page("-".join(("figures", *words)), *words))
    panels = browser(PANELS)
    assert len(panels) >= 10
    compared = 0
    for panel in panels:
        command = shlex.split(panel["command"])
        answer = demo.json(*command[1:])
        known = numbers(answer)
        for table in panel["tables"]:
            for row in table["rows"]:
                for head, (text, value) in zip(table["heads"], row, strict=True):
                    if value is None:
                        continue
                    exact = Decimal(value)
                    assert exact in known, (command, head, text, value)
                    if text[:1] in "+-0123456789" and any(mark.isdigit() for mark in text):
                        printed, unit = read(text)
                        assert abs(printed - exact) < unit, (command, head, text, value)
                    compared += 1
        first = panel["tables"][0]["rows"] if panel["tables"] else []
        if len(first) == len(answer["rows"]):
            for row, said in zip(first, answer["rows"], strict=True):
                assert {Decimal(v) for _, v in row if v is not None} <= numbers(said), command
    assert compared > 300


def test_what_a_chart_is_given_is_of_its_report_and_what_it_draws_is_what_it_was_given(
    browser: Browser, demo: Books, demo_page: Path
) -> None:
    import json

    browser.show(demo_page)
    kinds = set()
    for panel in browser(PANELS):
        known = numbers(demo.json(*shlex.split(panel["command"])[1:]))
        for text, given in zip(panel["drawn"], panel["given"], strict=True):
            drawing = json.loads(text)
            kinds.add(drawing["kind"])
            # Some have a sum of the smallest, which test_drawings works out.
            drawing.get("bars", [])[:] = [
                one for one in drawing.get("bars", []) if not one["name"].endswith(" others")
            ]
            for value in figures(drawing):
                assert Decimal(value) in known or -Decimal(value) in known, panel["command"]
            if given is not None:
                assert [[v if v is None else float(v["v"]) for v in line["figures"]]
                        for line in drawing["lines"]] == given  # fmt: skip
    assert len(kinds) >= 5


def figures(value: Any) -> list[str]:
    """What every figure of a drawing is drawn by."""
    if isinstance(value, dict):
        if value.keys() == {"v", "t"}:
            return [value["v"]]
        return [one for part in value.values() for one in figures(part)]
    if isinstance(value, list):
        return [one for part in value for one in figures(part)]
    return []
