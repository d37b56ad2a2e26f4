"""A command that is done once under its key: `--idempotency-key`.

Its answer is kept with its effect, in one transaction, and the same request under the key is given
that answer again. What fails keeps nothing, and leaves the key free. Imported only with a key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from finally_cli.model.advice import books, with_profile_flag
from finally_cli.model.errors import BadFile, BadUsage, Conflict
from finally_cli.model.importing.csv_file import STDIN
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls, quote
from finally_cli.output.terminal import Terminal
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


# The parameters that name files which a command reads.
FILES = frozenset(("file", "files", "layout", "map_file"))


def request_hash(schema: str, arguments: Mapping[str, object]) -> bytes:
    """The sha256 of a request.

    Raises BadUsage for a file that can be read only once, and BadFile for one that cannot be read.
    """
    return hashlib.sha256(request(schema, arguments).encode()).digest()


def request(schema: str, arguments: Mapping[str, object]) -> str:
    """The command and its arguments in one form, whatever their order. A file is what it holds.

    >>> from datetime import date
    >>> print(request("income.add", {"month": date(2026, 11, 1), "amount": Decimal("12.50")}))
    income.add
    amount 12.5
    month 2026-11-01
    """
    lines = [f"{name} {in_one_form(name, value)}" for name, value in sorted(arguments.items())]
    return "\n".join([schema, *lines])


def in_one_form(name: str, value: object) -> str:
    """An argument in the one form that all ways of typing it have in common."""
    if name not in FILES:
        return canonical(value)
    named = value if isinstance(value, list) else [value]
    return " ".join(content_hash(str(file)) for file in named)


def canonical(value: object) -> str:
    """A value in the one form that all ways of typing it have in common.

    >>> canonical(Decimal("100.00")), canonical(["Café", "1"]), canonical(True)
    ('100', "['Caf\\\\xe9', '1']", 'True')
    """
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    # ascii() quotes a text, so that no text is read as two; and alike in every version of Python.
    return ascii(value.value if isinstance(value, Enum) else value)


def content_hash(file: str) -> str:
    """The sha256 of what a file holds."""
    if file == STDIN or not Path(file).is_file():
        raise BadUsage(
            "--idempotency-key needs a file that can be read twice, and no pipe",
            "Save it first, and name that file.",
        )
    try:
        with Path(file).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(
            f"{quote(file)} cannot be read: {error.strerror}",
            "Check the file and its permissions.",
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What a key was used for, and what was answered, in each form."""

    is_same: bool
    command: str
    json: str
    csv: str
    table: str
    is_remark: bool
    remarks: str
    exit_code: int


FIND = Statement("idempotency/find", KeptAnswer)
KEEP = Statement("idempotency/keep", NoRows)


class RecordingTerminal(Terminal):
    """Keeps what it says, and asks nothing: what a person answers is no part of the request."""

    cannot_ask = "nothing is asked with --idempotency-key"

    def __init__(self, *, quiet: bool, yes: bool) -> None:
        super().__init__(quiet=quiet, yes=yes)
        self.said: list[str] = []

    def say(self, sentence: str) -> None:
        self.said.append(escape_controls(sentence))
        super().say(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One request under a key: of the command `schema`, on the profile that was named, if any."""

    key: str
    schema: str
    profile: str | None
    request_hash: bytes
    terminal: RecordingTerminal

    @property
    def command(self) -> str:
        """Its words on the command line."""
        return self.schema.replace(".", " ")

    def do(self, db: Database, effect: Callable[[], Result]) -> Result:
        """The answer of the first time, or that of the effect, which then is kept.

        Who comes with the same key at the same moment waits here until that is decided. Raises
        Conflict where the key was used for another request.
        """
        db.lock_user()
        found = db.one(FIND, key=self.key, request_hash=self.request_hash)
        if found is not None:
            return self.again(found)
        already_said = len(self.terminal.said)
        result = effect()
        db.run(
            KEEP,
            key=self.key,
            request_hash=self.request_hash,
            command=self.command,
            is_remark=result.is_remark,
            remarks="\n".join(self.terminal.said[already_said:]),
            exit_code=result.exit_code,
            **render_all(result, self.schema, self.profile, books.user),
        )
        return result

    def again(self, found: KeptAnswer) -> Result:
        """A result that is printed as the first one was."""
        if not found.is_same:
            alike = found.command == self.command
            other = "with other arguments" if alike else "which is another command"
            raise Conflict(
                f"the key {quote(self.key)} was used for finally {found.command}, {other}",
                "Take a new key for each command; the same command repeats its answer.",
                code="IDEMPOTENCY_KEY_REUSED",
                details={"command": found.command},
            )
        if found.remarks:
            self.terminal.say_lines(found.remarks)
        return Result(
            KeptAnswer,
            [found],
            sentences=[found.table] if found.is_remark else (),
            exit_code=found.exit_code,
            printed={"json": found.json, "csv": found.csv, "table": found.table},
        )


def once(
    key: str,
    schema: str,
    arguments: Mapping[str, object],
    terminal: Terminal,
    profile: str | None,
    *,
    dry_run: bool,
) -> Once:
    """A command under a key, with those of its own arguments that were given.

    Raises BadUsage for a dry run and for a file that can be read only once, and BadFile for one
    that cannot be read.
    """
    if dry_run:
        raise BadUsage(
            "--dry-run keeps nothing, and so no answer for an --idempotency-key",
            "Leave one of them out.",
        )
    return Once(
        key=key,
        schema=schema,
        profile=profile,
        request_hash=request_hash(schema, arguments),
        terminal=RecordingTerminal(quiet=terminal.quiet, yes=terminal.yes),
    )


def render_all(
    result: Result, schema: str, profile: str | None, user: str | None
) -> dict[str, str]:
    """What is printed of a result into a pipe, as `json`, `csv` and `table`."""
    from finally_cli.output.render import FORMS, as_text

    result = with_profile_flag(result, profile, user)
    return {form: as_text(result, result.schema or schema, form=form) for form in FORMS}
