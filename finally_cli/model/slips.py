"""What looks like a slip of the finger in a new value: the point moved, or another sign."""

from collections.abc import Iterable
from decimal import Decimal

from finally_cli.model.money import format_sum

# A value may have changed by this much beside the digits that moved; both ends are outside.
LEAST, MOST = Decimal("0.8"), Decimal("1.25")
WORDS = {
    1: "ten times", 2: "a hundred times", 3: "a thousand times",
    -1: "a tenth of", -2: "a hundredth of", -3: "a thousandth of",
}  # fmt: skip


def slip(value: Decimal, known: Iterable[Decimal | None], currency: str) -> str:
    """Why a value looks like a slip beside those that are known, as the end of a sentence; empty
    where it does not.

    It does when none of them is near it: each that is not zero has another sign, or is about a
    power of ten as large. Where none is known, or nothing is left, it never does.

    >>> slip(Decimal("1234"), [Decimal("123.4")], "EUR")
    'was 123.40, and 1,234.00 is ten times that'
    >>> slip(Decimal("-50"), [Decimal("1000")], "EUR")
    'was 1,000.00, and -50.00 is below zero'
    >>> slip(Decimal("140"), [Decimal("123.4")], "EUR"), slip(Decimal("5"), [None], "EUR")
    ('', '')
    """
    others = [other for other in known if other]
    reasons = [ratio_in_words(value, other, currency) for other in others] if value else []
    return reasons[0] if reasons and all(reasons) else ""


def ratio_in_words(value: Decimal, other: Decimal, currency: str) -> str:
    """How one value looks beside another; neither is zero."""
    was = f"was {format_sum(other, currency)}, and {format_sum(value, currency)} is"
    if (value < 0) != (other < 0):
        side = "below" if value < 0 else "above"
        return f"{was} {side} zero"
    moved = moved_digits(value / other)
    if not moved:
        return ""
    exactly = "" if value == other.scaleb(moved) else "about "
    words = WORDS.get(moved) or (
        f"{Decimal(10) ** moved:,} times" if moved > 0 else f"1/{Decimal(10) ** -moved:,} of"
    )
    return f"{was} {exactly}{words} that"


def moved_digits(ratio: Decimal) -> int:
    """By how many digits the point has moved, where the ratio is about a power of ten; else 0.

    >>> moved_digits(Decimal("9.4")), moved_digits(Decimal("0.011")), moved_digits(Decimal("30"))
    (1, -2, 0)
    """
    for digits in (ratio.adjusted(), ratio.adjusted() + 1):
        if LEAST < ratio.scaleb(-digits) < MOST:
            return digits
    return 0
