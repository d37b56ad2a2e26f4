"""Paths that begin with a home folder, where there may be none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finally_cli.model.errors import Refused


@contextmanager
def refusing_homeless(variable: str) -> Iterator[None]:
    """Raise Refused, naming the variable that says the place, where nobody knows a home folder."""
    try:
        yield
    except RuntimeError:
        raise Refused(
            "this user has no home folder that the system knows",
            f"Name one with HOME, or the place itself with {variable}",
            code="NO_HOME_FOLDER",
        ) from None


def expand_path(text: str, variable: str) -> Path:
    """A path as it was told, whole, with ~ and ~somebody worked in. Raises Refused."""
    with refusing_homeless(variable):
        return Path(text).expanduser().absolute()


def has_home(text: str) -> bool:
    """Whether the home folder is known that a path may begin with.

    >>> has_home("/books"), has_home("~no-such-person/books")
    (True, False)
    """
    return not text.startswith("~") or not os.path.expanduser(text).startswith("~")  # noqa: PTH111
