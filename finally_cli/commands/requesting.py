"""What a request is known by under a key: the command, and its own arguments as they were read.

The form of the answer, the profile and --yes are no part of it; neither is what was left out, such
as the month, which is another one when the command is run again later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from finally_cli.model.csvfile import STDIN
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.text import quoted

FILE = "file"  # the parameter of every command that reads one


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
    lines = [
        f"{name} {content_hash(str(value)) if name == FILE else canonical(value)}"
        for name, value in sorted(arguments.items())
    ]
    return "\n".join([schema, *lines])


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
            f"{quoted(file)} cannot be read: {error.strerror}",
            "Check the file and its permissions.",
        ) from error
