"""A page as HTML, by a template engine that escapes whatever it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from finally_cli.model.page import AskedStatement, Page, Panel, Tile
from finally_cli.output.page.assets import (
    FOLDER,
    chart_library,
    our_scripts,
    security_policy,
    style_sheet,
)
from finally_cli.output.page.drawn import drawing_json
from finally_cli.output.page.printed import Printed
from finally_cli.output.page.tables import HtmlTable, html_tables
from finally_cli.output.table import shown

if TYPE_CHECKING:
    from jinja2 import Environment


class ShownChart(NamedTuple):
    """A chart's place on the page, what it is drawn of, and what it says."""

    id: str
    data: str
    words: str


class ShownTile(NamedTuple):
    """A figure that is seen first."""

    label: str
    text: str
    look: str
    beside: Sequence[tuple[str, str]]  # each with how it looks


class ShownPanel(NamedTuple):
    """An answer as it is laid out."""

    title: str
    command: str
    chart: ShownChart | None
    tables: Sequence[HtmlTable]
    statements: Sequence[AskedStatement]
    folded: bool


def page_parts(page: Page) -> Iterator[str]:
    """A page in parts, each as soon as it is known: rows of a stream are read as they are written.

    Amounts are masked where they are masked on a terminal.
    """
    numbers = count(1)
    sections = [
        (one.name, shown(one.heading), [shown_panel(panel, numbers) for panel in one.panels])
        for one in page.sections
    ]
    draws = any(panel.chart for _, _, panels in sections for panel in panels)
    scripts = (chart_library(), our_scripts()) if draws else (our_scripts(),)
    tiles = [shown_tile(tile) for tile in page.tiles]
    yield from (
        environment()
        .get_template("page.html")
        .generate(
            title=shown(page.title),
            about=[shown(one) for one in page.about],
            tiles=tiles,
            sections=sections,
            reload=page.reload,
            styles=style_sheet(),
            scripts=scripts,
            policy=security_policy(scripts, (style_sheet(),)),
        )
    )
    yield "\n"


def shown_tile(tile: Tile) -> ShownTile:
    """A figure that is seen first, in the text and the colour of its table."""
    printed = Printed(tile.result)
    text, look = printed.cell(tile.figure)
    return ShownTile(shown(tile.label), text, look, printed.pieces(tile.beside))


def shown_panel(panel: Panel, numbers: Iterator[int]) -> ShownPanel:
    """A panel with everything in it as text."""
    chart = None
    if panel.drawing is not None:
        printed = Printed(panel.drawing.result)
        chart = ShownChart(
            f"chart-{next(numbers)}",
            drawing_json(panel.drawing, printed),
            printed.sentence(panel.drawing.words),
        )
    tables = html_tables(panel.result)
    return ShownPanel(
        tables[0].title, shown(panel.command), chart, tables, panel.statements, panel.folded
    )


@cache
def environment() -> Environment:
    """The engine. All that it is given is escaped, but what is marked as safe in a template: our
    own style sheet and scripts, and JSON that is made for where it stands."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
