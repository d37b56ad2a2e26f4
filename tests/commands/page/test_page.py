"""finally page: one file, whole and harmless, whose figures are those of the reports."""

from __future__ import annotations

import json
import re
import stat
import webbrowser
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Run


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of each."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))
        if tag not in ("meta", "link", "br", "input"):
            self.open.append(self.found[-1][2])

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for texts in self.open:
            texts.append(data)

    def texts(self, tag: str) -> list[str]:
        return ["".join(text) for name, _, text in self.found if name == tag]

    def attributes(self, tag: str, name: str) -> list[str]:
        return [str(given[name]) for one, given, _ in self.found if one == tag and name in given]


def page_of(look: Run, *words: str) -> str:
    shown = look("page", "-o", "-", *words)
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.stdout


def charts(text: str) -> dict[str, dict[str, object]]:
    """What the first chart of each kind is drawn of."""
    found = re.findall(r'<script type="application/json" id="[^"]+">(.*?)</script>', text)
    return {one["kind"]: one for one in map(json.loads, reversed(found))}


def test_the_figures_of_the_charts_and_tables_are_those_of_the_reports(look: Run) -> None:
    text = page_of(look)
    drawn = charts(text)
    history = look("report", "networth", "--months", "1200", "--json").json["rows"][::-1]
    whole = drawn["lines"]["lines"][0]["figures"]  # type: ignore[index]
    assert [one and Decimal(one["v"]) for one in whole] == [
        row["net_worth"] and Decimal(row["net_worth"]) for row in history
    ]
    totals = look("report", "explain", "--json").json["totals"]
    steps = drawn["waterfall"]["steps"]
    amounts = {step["name"]: Decimal(step["amount"]["v"]) for step in steps}  # type: ignore[attr-defined]
    assert amounts["Saved"] == Decimal(totals["saved"])
    first, *between, last = amounts.values()
    assert first + sum(between) == last == Decimal(totals["net_worth"])
    exact = {Decimal(one) for one in Elements(text).attributes("td", "data-value")}
    for row in look("report", "networth", "--by", "asset", "--json").json["rows"]:
        assert row["value"] is None or Decimal(row["value"]) in exact


def test_each_answer_is_that_of_the_command_that_is_named_under_it(look: Run) -> None:
    """Its title, and the figures of its first row that has some."""
    for when in ((), ("--month", "2026-08"), ("--year", "2026")):
        for panel in page_of(look, *when).split('<article class="panel"')[1:]:
            [command] = re.findall(r"<p><code>finally (report [^<]*)</code></p>", panel) or [""]
            if not command:  # it says why it has no answer
                assert 'class="nothing"' in panel
                continue
            title, *lines = look(*command.split()).stdout.splitlines()
            assert unescape(re.findall(r"<h3[^>]*>(.*?)</h3>", panel)[0]) == title.strip()
            cells = re.findall(r'<td class="number[^>]*>([^<]+)</td>', panel)
            shown = " ".join(lines)
            assert [cell for cell in cells[:3] if unescape(cell) not in shown] == [], command


def test_months_of_which_nothing_is_on_record_are_one_sentence(look: Run) -> None:
    for words, what in (
        (("--month", "2003-05"), "there is nothing on record in 2003-05"),
        (("--year", "2003"), "there is nothing on record in 2003"),
        (("--month", "2041-01"), "2041-01 is still to come"),
        (("--year", "2041"), "2041 is still to come"),
    ):
        refused = look("page", *words, "--json")
        assert (refused.exit_code, refused.error["message"]) == (5, what)


def test_a_page_needs_nothing_from_elsewhere_and_says_what_may_run(look: Run) -> None:
    elements = Elements(page_of(look))
    policy = next(one for one in elements.attributes("meta", "content") if "default-src" in one)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert {one[:1] for one in elements.attributes("a", "href")} == {"#"}
    for name in ("src", "style", "onclick", "srcset"):
        assert [tag for tag, given, _ in elements.found if name in given] == []


def test_a_page_lies_in_the_data_folder_for_its_owner_alone_and_replaces_the_one_before(
    look: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))
    [row] = look("page", "--json").json["rows"]
    file = Path(row["file"])
    assert file.is_relative_to(tmp_path / "data" / "pages")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.stat().st_size == row["bytes"]
    file.write_text("older")
    assert str(file) in look("page").stdout
    assert file.stat().st_size == row["bytes"]


def test_a_browser_is_given_the_file_and_where_there_is_none_that_is_said(
    look: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"{'a long name ' * 8}.html"
    given: list[str] = []

    def show(address: str) -> bool:
        given.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", show)
    shown = look("page", "-o", str(file), "--open")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert given == [file.as_uri()]

    def none(address: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "open", none)
    told = look("page", "-o", str(file), "--force", "--open")
    assert told.exit_code == 0
    assert told.stderr == f"No browser could be opened; open {file} in one.\n"


def test_a_file_that_is_named_is_replaced_only_when_that_is_said(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.html"
    file.write_text("mine")
    refused = look("page", "-o", str(file), "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "FILE_EXISTS")
    assert file.read_text() == "mine"
    assert look("page", "-o", str(file), "--force").exit_code == 0
    assert file.read_text().startswith("<!doctype html>")


def test_amounts_that_are_masked_are_nowhere_in_the_file(look: Run) -> None:
    shown = page_of(look)
    masked = page_of(look, "--mask")
    [worth] = [
        row for row in look("report", "networth", "--by", "asset", "--json").json["rows"]
        if row["value"] and len(row["value"]) > 6
    ][:1]  # fmt: skip
    amount = f"{Decimal(worth['value']):,.2f}"
    assert amount in shown
    assert amount not in masked
    assert worth["value"].removesuffix(".00") not in masked
    assert "•••••" in masked
    figures = charts(masked)["lines"]["lines"][0]["figures"]  # type: ignore[index]
    assert all(abs(Decimal(one["v"])) <= 1 for one in figures if one)
    assert "SELECT" not in masked


def test_every_report_can_be_a_page(look: Run) -> None:
    shown = look("report", "rebalance", "--html", "-o", "-")
    assert shown.exit_code == 0
    elements = Elements(shown.stdout)
    title = look("report", "rebalance").stdout.splitlines()[0].strip()
    assert elements.texts("h1") == [title]
    assert "Apache ECharts" not in shown.stdout  # which nothing of it is drawn by


def test_a_report_that_ends_with_its_own_exit_code_does_so_as_a_page(run: Run) -> None:
    run("budget", "set", "FOOD", "10", "--month", "2026-10")
    run("expense", "add", "20", "FOOD", "--month", "2026-10")
    shown = run("report", "budget", "--month", "2026-10", "--check", "--html", "-o", "-")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("<!doctype html>")


def test_what_a_page_advises_is_for_the_books_that_were_named(look: Run) -> None:
    text = page_of(look, "--month", "2026-10", "--user", "ann@example.org")
    advised = re.findall(
        r"finally (?!report|page|from)[a-z]+ [a-z]+[^<]*", text.split("</style>")[1]
    )
    told = [one for one in advised if "--user ann@example.org" not in one and "config" not in one]
    assert advised
    assert told == []


def test_what_is_of_a_page_is_refused_of_none(look: Run) -> None:
    refused = look("report", "liquidity", "-o", "cash.html", "--json")
    assert (refused.exit_code, refused.error["code"]) == (2, "USAGE")
    assert "--html" in refused.error["hint"]
    both = look("page", "--month", "2026-10", "--year", "2026", "--json")
    assert (both.exit_code, both.error["code"]) == (2, "USAGE")


def test_names_with_markup_are_shown_and_run_nothing(run: Run) -> None:
    name = "</script><script>alert(1)</script>\"'<!--\u2028\u202e"
    run("asset", "add", name, "--category", "CASH", "--value", "100", "--month", "2026-10")
    run("snapshot", "add", name, "200", "--month", "2026-11", "--yes")
    text = page_of(run)
    assert "alert(1)</script>" not in text
    assert name.split("<!--")[0] in "".join(Elements(text).texts("th"))
    assert "\u202e" not in text


def test_books_without_anything_are_one_sentence(run: Run) -> None:
    refused = run("page", "--json")
    assert (refused.exit_code, refused.error["code"]) == (5, "NO_BOOKS")
