"""What stdout can show: how wide it is, whether in colour, and which characters it can write.

Colour is as the conventions have it: a NO_COLOR that is not empty wins (no-color.org); FORCE_COLOR
(force-color.org) and CLICOLOR_FORCE put it into pipes, too; else it is there on a terminal that is
not dumb, unless CLICOLOR is 0 (bixense.com/clicolors).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from typing import NamedTuple

STYLES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35,
          "cyan": 36}  # fmt: skip
LETTERS = {"•": "*", "–": "-", "…": "~", "─": "-", "│": "|", "└": "+", "┬": "+", "┼": "+", "┤": "+",
           "╌": "-", "┃": "|", "█": "#", "▓": "=", "░": ".", **dict.fromkeys("▏▎▍", "."),
           **dict.fromkeys("▌▋▊▉", "#")}  # fmt: skip
PLAIN = str.maketrans(LETTERS)
BRAILLE = "⠿"
OFF = ("", "0")


class Screen(NamedTuple):
    """Where something is shown; without more, a pipe that takes every character."""

    width: int | None = None  # of a terminal; a pipe has none: nothing is folded there
    coloured: bool = False
    plain: bool = False  # what is drawn is ASCII
    encoding: str = "utf-8"

    def style(self, text: str, style: str) -> str:
        """The text in one of the STYLES, or as it is."""
        code = STYLES.get(style) if self.coloured and text else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text

    def draw(self, text: str) -> str:
        """Text and symbols of our own, in letters where there is nothing else."""
        return text.translate(PLAIN) if self.plain else text

    def encode(self, text: str) -> str:
        """A person's text: what cannot be written is escaped here, so that columns stay straight.

        >>> Screen(encoding="ascii").encode("Café")
        'Caf\\\\xe9'
        """
        if text.isascii() or self.encoding == "utf-8":
            return text
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)


PIPE = Screen()


def stdout_screen() -> Screen:
    """What stdout is now."""
    is_terminal = sys.stdout.isatty()
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return Screen(
        width=shutil.get_terminal_size().columns if is_terminal else None,
        coloured=is_coloured(os.environ, is_terminal=is_terminal),
        plain=is_plain(os.environ, encoding),
        encoding=encoding.lower(),
    )


def is_coloured(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether colours and bold letters are wanted there.

    >>> is_coloured({"TERM": "xterm"}, is_terminal=True), is_coloured({}, is_terminal=False)
    (True, False)
    >>> is_coloured({"FORCE_COLOR": "1", "TERM": "dumb"}, is_terminal=False)
    True
    >>> is_coloured({"FORCE_COLOR": "1", "NO_COLOR": "1"}, is_terminal=True)
    False
    """
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "") not in OFF for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    is_dumb = environment.get("TERM") in ("dumb", "unknown")
    return is_terminal and not is_dumb and environment.get("CLICOLOR") != "0"


def is_plain(environment: Mapping[str, str], encoding: str) -> bool:
    """Whether only ASCII may be drawn: outside UTF-8, and where the locale C was asked for.

    Python writes UTF-8 in that locale unless it was told otherwise; the terminal may not read it.

    >>> is_plain({}, "latin-1"), is_plain({"LC_ALL": "C"}, "utf-8"), is_plain({}, "utf-8")
    (True, True, False)
    """
    try:
        ("".join(LETTERS) + BRAILLE).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    if environment.get("PYTHONIOENCODING", "").partition(":")[0]:
        return False
    names = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set decides
    return next((environment[name] for name in names if environment.get(name)), "") in (
        "C", "POSIX",
    )  # fmt: skip
