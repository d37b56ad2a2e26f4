"""Amounts that nobody is to see over a shoulder: whether they are masked, and how a text is then.

Figures of a table are masked by their kind. This is for all else that is said: sentences,
questions, notes, failures, and what a person wrote themselves. Percentages, dates, ids and counts
stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from finally_cli.model.command_line import words
from finally_cli.model.errors import BadUsage

MARK, PLAIN_MARK = "•••••", "*****"  # as wide for a cent as for a million
NUMBER = r"(?:\d{1,3}(?: \d{3})+[.,]\d+|\d+(?:[.,'’\u00a0\u202f]\d+)*)"
# No part of a word, a date, a time or an id, and no percentage.
ALONE = (
    r"(?<![\w,:/@#])(?<!\w[-.])(?:[-+−](?=\d))?"
    rf"{NUMBER}"
    r"(?!\w|[-:/.,]\d|\s?(?:%|pp\b))"
)
AMOUNT = r"\.\d{2,}$|,\d\d$"  # with cents
COMMAND = r"\bfinally (?=[a-z])"  # whose words are a person's own, amounts without cents among them
YEAR = r"(?:19|20)\d\d"
COUNTED = r"--(?:months|limit|years|day|runs)[= ]$"


class Masking:
    """Whether amounts are masked now, and what stands in their place.

    `asked`, the command line has said so, and not a setting.
    """

    def __init__(self) -> None:
        self.on, self.asked, self.mark = False, False, MARK

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Amounts are as they are in the block: for what is kept, and not shown."""
        before, self.on = self.on, False
        try:
            yield
        finally:
            self.on = before


masking = Masking()


def refuse_masked() -> None:
    """Raises BadUsage where amounts are masked: before JSON, and what else is exact or nothing."""
    if not masking.on:
        return
    masking.on = False  # what is said of it has nothing to hide, and may be JSON
    how = "--mask says so" if masking.asked else "a setting says so"
    raise BadUsage(
        f"amounts are masked, since {how}, and this would show them all",
        "Leave --mask out." if masking.asked else "Show them all the same, with: --no-mask",
        code="MASKED",
    )


def hide_amounts(text: str, *, loose: bool = False) -> str:
    """The text as it is shown: without amounts, where they are masked.

    Our own sentences have cents in every amount, and none in a count. `loose` is for what a person
    wrote: any number may be one.

    >>> with_mask("Recorded Cash at -3,200.00 EUR for 2026-10; it was 12.5 % of 14 values.")
    'Recorded Cash at ••••• EUR for 2026-10; it was 12.5 % of 14 values.'
    >>> with_mask("Set it: finally budget set food 96 --month 2026-10")
    'Set it: finally budget set food ••••• --month 2026-10'
    """
    return with_mask(text, loose=loose) if masking.on else text


def with_mask(text: str, *, loose: bool = False) -> str:
    """The text without amounts; see `hide_amounts`."""
    found = None if loose else re.search(COMMAND, text)
    own_words = 0 if loose else found.end() if found else len(text)

    typed = typed_amounts()

    def hide(number: re.Match[str]) -> str:
        digits = digits_of(number[0])
        is_amount = re.search(AMOUNT, number[0]) or {digits, digits.removesuffix("0")} & typed
        if number.start() < own_words and not is_amount:
            return number[0]
        if re.search(COUNTED, text[: number.start()]):
            return number[0]
        return masking.mark

    return re.sub(ALONE, hide, text)


def typed_amounts() -> set[str]:
    """The digits of what may be amounts on the command line, which a failure may repeat."""
    found = {digits_of(number) for word in words for number in re.findall(ALONE, word)}
    return {digits for digits in found if len(digits) > 2 and not re.fullmatch(YEAR, digits)}


def digits_of(number: str) -> str:
    """A number without sign, groups and point."""
    return re.sub(r"\D", "", number)
