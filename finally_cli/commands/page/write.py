"""Where a page goes: into a file, or to stdout; and into a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from finally_cli.commands.export.export_file import STDOUT, ExportRow, written
from finally_cli.model.errors import BadUsage
from finally_cli.model.page import Page
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, size_text
from finally_cli.store.database import Database


def write_page(
    page: Page,
    db: Database,
    profile: Profile,
    name: str,
    output: str | None,
    *,
    force: bool,
    opens: Callable[[str], None] | None = None,
    is_watched: bool = False,
) -> Result:
    """Write a page, and answer with its path and size.

    Without `output` it goes into the data folder under that name, where it replaces the one before.
    `opens` is then called with the path. One that `is_watched` is written where it differs from
    what is there, and answers in a line. Raises what `write_document` does, and BadUsage where
    stdout is to be opened.
    """
    from finally_cli.output.document import write_document
    from finally_cli.output.page.html import page_parts

    if output in STDOUT:
        if opens:
            raise BadUsage("--open shows a file, and stdout is none", "Leave -o - out.")
        return Result(ExportRow, document=page_parts(page), is_masked=True, schema="page")
    if output is None:
        from finally_cli.store.pages import prepare_page

        output, force = str(prepare_page(profile, db.user.email, name)), True
    parts: Iterable[str] = page_parts(page)
    if is_watched:
        parts = [whole := "".join(parts)]
        if force and is_there(output, whole.encode()) and not opens:
            return Result(ExportRow, silent=True)
    size = write_document(parts, output, force=force)
    result = replace(
        written("html", output, size),
        sentences=[f"Wrote {escape_controls(output)}, {size_text(size)}."],
        answer=True,
        one_line=is_watched,
        schema="page",
    )
    if opens:
        opens(output)
    return result


def is_there(path: str, content: bytes) -> bool:
    """Whether a file holds just that; false for what is none, or cannot be read."""
    place = Path(path)
    try:
        return place.is_file() and place.read_bytes() == content
    except OSError:
        return False
