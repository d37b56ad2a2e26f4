"""Where a page goes: into a file, or to stdout; and into a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
) -> Result:
    """Write a page, and answer with its path and size.

    Without `output` it goes into the data folder under that name, where it replaces the one before.
    `opens` is then called with the path. Raises what `write_document` does, and BadUsage where
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
    size = write_document(page_parts(page), output, force=force)
    result = replace(
        written("html", output, size),
        sentences=[f"Wrote {escape_controls(output)}, {size_text(size)}."],
        answer=True,
        schema="page",
    )
    if opens:
        opens(output)
    return result
