"""The options of what makes a page: `finally page`, and --html of every report."""

from functools import partial
from typing import Annotated

import typer

page_option = partial(typer.Option, rich_help_panel="Page")
Html = Annotated[
    bool, page_option("--html", help="Make a page of it for a browser, with its chart.")
]
PageFile = Annotated[
    str | None,
    page_option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the page to this file, - for stdout; without, into the data folder.",
    ),
]
ReplacePage = Annotated[
    bool, page_option("--force", help="Replace the file, if there is one already.")
]
Open = Annotated[bool, page_option("--open", help="Show the page in the browser.")]
Watch = Annotated[
    bool, page_option("--watch", help="Make it anew when the books change, until Ctrl-C.")
]
Interval = Annotated[
    int | None,
    page_option(
        "--interval",
        min=2,
        max=3600,
        metavar="SECONDS",
        help="With --watch, how long from one look to the next; without, 30.",
    ),
]
