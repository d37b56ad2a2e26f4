"""The walk through what an import has left waiting, offered once the import is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from finally_cli.commands.command import Terminal
from finally_cli.commands.inbox.review import Quit, Walk
from finally_cli.commands.inbox.rows import LIST, find_row
from finally_cli.model.result import Result
from finally_cli.model.text import plural

if TYPE_CHECKING:
    from finally_cli.store.database import Database


def offer_review(
    db: Database, terminal: Terminal, result: Result, waiting: Collection[str]
) -> Result:
    """What an import answers, once somebody has been asked about its rows that wait.

    `waiting` are their ids. The import is told and kept before that, whatever is typed then. Where
    nobody can be asked, its answer is as it was.
    """
    if not waiting or terminal.cannot_ask or terminal.quiet or terminal.yes:
        return result
    *before, how_to_go_on = result.sentences
    rows = db.all(
        LIST, base_currency=db.user.base_currency, first=None, last=None, source_id=None,
        search=None, limit=None,
    )  # fmt: skip
    own = [row for row in reversed(rows) if row.id in waiting]
    db.suspend()
    for sentence in before:
        terminal.tell(sentence)
    which = "row that waits" if len(own) == 1 else f"{len(own):,} rows that wait"
    walk = Walk(db, terminal, own, {"first": None, "last": None})
    is_walked = False
    try:
        is_walked = terminal.agree(f"Review the {which}?", default=True)
        if is_walked:
            terminal.edit_lines()
            walk.run()
    except (Quit, EOFError, KeyboardInterrupt):
        terminal.say("")
        db.suspend()
    db.resume()
    if not is_walked:
        return replace(result, sentences=[how_to_go_on])
    left = sum(find_row(db, row.id).decision == "waits" for row in own)
    decided = plural(sum(len(one.ids) for one in walk.answered), "row")
    said = f"Decided on {decided}; {plural(left, 'row waits', 'rows wait')} on."
    return replace(result, sentences=[said, *([how_to_go_on] if left else [])])
