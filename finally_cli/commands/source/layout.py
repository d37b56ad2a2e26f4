"""How a CSV file is read: as it was kept, as it was said, or as a person agrees to."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from finally_cli.model.errors import BadFile

if TYPE_CHECKING:
    from finally_cli.commands.command import Terminal
    from finally_cli.model.bank.hints import Hints
    from finally_cli.model.bank.layout import Layout

CSV_OPTIONS = "How a CSV file is read"  # of which a file of another format needs few, or none
csv_option = partial(typer.Option, rich_help_panel=CSV_OPTIONS)
EncodingOption = Annotated[
    str | None,
    csv_option(
        "--encoding", metavar="NAME", help="Unless it is UTF-8: cp1252, cp1250 or another one."
    ),
]
DelimiterOption = Annotated[
    str | None,
    csv_option("--delimiter", metavar="MARK", help="Between cells: comma, semicolon, tab or |."),
]
ColumnsOption = Annotated[
    str | None,
    csv_option(
        "--columns",
        metavar="COLUMNS",
        help="By number or name: day=1,text=3+5,amount=4, or in=4,out=5 for the amount.",
    ),
]
DatesOption = Annotated[
    str | None,
    csv_option("--dates", metavar="ORDER", help="As dmy, mdy or ymd; of a QIF file, too."),
]
DecimalOption = Annotated[
    str | None,
    csv_option(
        "--decimal", metavar="MARK", help='Before decimals: "." or ","; of a QIF file, too.'
    ),
]
SignOption = Annotated[
    str | None,
    csv_option(
        "--sign",
        metavar="MEANING",
        help="Whether what is above zero came in (as-is), went out (spending-positive), or only"
        " what has a plus came in (plus-is-in).",
    ),
]
WordsOption = Annotated[
    str | None,
    csv_option(
        "--words",
        metavar="WORDS",
        help="What is in the column flag: in=CR,out=DR; in the column state: pending=Open.",
    ),
]
LayoutOption = Annotated[
    str | None,
    csv_option(
        "--layout", metavar="FILE", help="All of this, in a TOML file: finally source show --toml."
    ),
]


def hints_of(**said: str | None) -> Hints:
    """What the options say of a file, by their names. Raises BadUsage."""
    from finally_cli.model.bank.hints import Hints

    hints = Hints()
    for kind, text in said.items():
        if text is not None:
            hints = hints.and_also(kind, text)
    return hints


def layout_for(file: BinaryIO, known: Layout | None, hints: Hints, terminal: Terminal) -> Layout:
    """How a file is read that can be gone back in.

    `known` is what is kept of its source. Without it, or where the file does not fit it any more,
    the file is looked at: in a terminal a person is asked, and in a script what is decided is
    taken. Raises BadFile where something is open (LAYOUT_UNDECIDED), or the bank has changed its
    columns (LAYOUT_DIFFERS), and Interrupted where a person goes away.
    """
    from finally_cli.model.bank.csv_header import find_header
    from finally_cli.model.bank.hints import hints_of_layout, with_hints
    from finally_cli.model.bank.propose import header_of, propose_layout

    if known is not None:
        try:
            find_header(file, replace(known, encoding=hints.encoding or known.encoding))
        except BadFile as changed:
            if changed.code not in ("LAYOUT_DIFFERS", "LAYOUT_UNDECIDED"):
                raise
            if not asks(terminal) and not hints.columns:
                raise
            terminal.tell(f"{changed.message[0].upper()}{changed.message[1:]}.")
            hints = hints_of_layout(known, header_of(file, hints), hints)
        else:
            layout = with_hints(known, hints) if hints else known
            return completed(file, layout, hints, terminal)
    proposal = propose_layout(file, hints)
    if not asks(terminal) or (proposal.layout.name and not proposal.questions):
        return proposal.decided()
    from finally_cli.commands.source.propose import choose_layout

    return choose_layout(terminal, file, hints)


def completed(file: BinaryIO, layout: Layout, hints: Hints, terminal: Terminal) -> Layout:
    """A layout that fits, with what no file before has said of days and amounts."""
    if layout.dates and layout.decimal:
        return layout
    from finally_cli.model.bank.propose import complete_layout

    proposal = complete_layout(file, layout, hints)
    if not proposal.questions or not asks(terminal):
        return proposal.decided()
    from finally_cli.commands.source.propose import choose_layout

    return choose_layout(terminal, file, hints, kept=layout)


def asks(terminal: Terminal) -> bool:
    """Whether a person is there to be asked, and has not said yes to all."""
    return terminal.can_ask and not terminal.yes
