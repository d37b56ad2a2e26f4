"""finally page: the reports as one file that a browser shows, offline."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from finally_cli.commands.command import Noun, reads
from finally_cli.commands.options import MonthOption
from finally_cli.commands.page.watch import EVERY, watched
from finally_cli.commands.page_options import Interval, Open, PageFile, ReplacePage, Watch
from finally_cli.model.errors import BadUsage
from finally_cli.model.month import FIRST_YEAR, LAST_YEAR
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.output.terminal import Terminal
from finally_cli.store.database import Database

app = Noun("Make a page to look at: the reports with charts, in one file for a browser.")


@app.command()
@watched
@reads(paints=True)
def page(
    db: Database,
    profile: Profile,
    terminal: Terminal,
    month: MonthOption = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            min=FIRST_YEAR,
            max=LAST_YEAR,
            metavar="YEAR",
            help="A whole year, in place of a month.",
        ),
    ] = None,
    output: PageFile = None,
    force: ReplacePage = False,
    open_: Open = False,
    watch: Watch = False,
    interval: Interval = None,
) -> Result:
    """Make a page to look at: the reports with charts, in one file for a browser.

    It shows what the reports answer, and needs no network. Without --output it lies in the data
    folder, for you alone, and takes the place of the one before. With --watch it is made anew when
    the books change, until Ctrl-C, and a browser that shows it shows that.

    Examples:
        finally page --month last
        finally page --year 2026 -o 2026.html
    """
    if month and year:
        raise BadUsage("--month and --year cannot both be given", "Choose one of them.")
    from finally_cli.commands.page.browser import open_file
    from finally_cli.commands.page.content import page_of
    from finally_cli.commands.page.span import span_of
    from finally_cli.commands.page.write import write_page

    span = span_of(db, month, year)
    made = page_of(db, profile, span)
    if watch:
        made = replace(made, reload=interval or EVERY)
    name = str(year) if year else f"{month:%Y-%m}" if month else "newest"
    opens = partial(open_file, say=terminal.say) if open_ else None
    return write_page(made, db, profile, name, output, force=force, opens=opens, is_watched=watch)
