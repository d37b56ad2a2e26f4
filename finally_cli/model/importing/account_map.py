"""What an account of another program is in these books: --map, and a file of such lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.text import fold_name, quote

SEPARATOR = ":"  # of the names in an account
NOTHING = "-"  # what an account is that is left out
FORM = "Write ACCOUNT = PLACE, as in expenses:food = FOOD/Groceries; - leaves an account out."


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where an account goes, and the names in it below the one that was said."""

    target: str
    rest: list[str]

    @property
    def is_left_out(self) -> bool:
        return self.target == NOTHING


class AccountMap:
    """Where accounts go, and with each of them those below it; the longest one decides."""

    def __init__(self, said: Iterable[tuple[str, str]] = ()) -> None:
        self.targets = {tuple(map(fold_name, names_of(account))): to for account, to in said}

    def find(self, account: str) -> Mapped | None:
        """Where an account goes; None where nothing was said of it.

        >>> AccountMap([("expenses:food", "FOOD")]).find("Expenses:Food:Bread")
        Mapped(target='FOOD', rest=['Bread'])
        """
        names = names_of(account)
        for length in range(len(names), 0, -1):
            target = self.targets.get(tuple(map(fold_name, names[:length])))
            if target is not None:
                return Mapped(target, names[length:])
        return None


def names_of(account: str) -> list[str]:
    """The names in an account, from the top.

    >>> names_of("Everyday: Groceries")
    ['Everyday', 'Groceries']
    """
    return [name.strip() for name in account.split(SEPARATOR)]


def parse_pairs(option: str, typed: Iterable[str]) -> list[tuple[str, str]]:
    """What an option says of several things, each as THIS=THAT. Raises BadUsage."""
    pairs = []
    for text in typed:
        this, _, that = (part.strip() for part in text.rpartition("="))
        if not this or not that:
            raise BadUsage(
                f"{option} {quote(text)} does not say what something is",
                f"Write it with an equals sign: {option} 'THIS=THAT'",
            )
        pairs.append((this, that))
    return pairs


def read_map(file: str) -> list[tuple[str, str]]:
    """The lines of a map, as pairs; blank ones and those that begin with # say nothing.

    Raises BadFile for what cannot be read.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadFile(f"the map {quote(file)} cannot be read: {reason}", FORM) from error
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        this, _, that = (part.strip() for part in line.rpartition("="))
        if not this or not that:
            raise BadFile(
                f"line {number} of the map {quote(file)} does not say where something goes",
                FORM,
                code="BAD_MAP",
            )
        pairs.append((this, that))
    return pairs


def make_map(typed: Iterable[str], file: str | None) -> AccountMap:
    """What a file and the command line say; what was typed has the last word."""
    return AccountMap([*(read_map(file) if file else []), *parse_pairs("--map", typed)])
