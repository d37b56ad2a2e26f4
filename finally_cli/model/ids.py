"""Ids: a uuid may be cut to any beginning that fits one row only, as git does with commits."""

import re

SHORTEST = 4
PREFIX = rf"[0-9a-f-]{{{SHORTEST},36}}"


def id_range(prefix: str) -> tuple[str, str] | None:
    """The lowest and highest uuid that begin so; None for what is no beginning of an id.

    A range and not LIKE: it is answered from the primary key.

    >>> id_range("1f00")
    ('1f000000-0000-0000-0000-000000000000', '1f00ffff-ffff-ffff-ffff-ffffffffffff')
    """
    typed = prefix.strip().lower()
    digits = typed.replace("-", "")
    if not re.fullmatch(PREFIX, typed) or not SHORTEST <= len(digits) <= 32:
        return None
    low, high = format_uuid(digits.ljust(32, "0")), format_uuid(digits.ljust(32, "f"))
    return (low, high) if low.startswith(typed) or "-" not in typed else None


def format_uuid(digits: str) -> str:
    """32 hexadecimal digits as a uuid is written."""
    return "-".join(
        digits[start:end] for start, end in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
    )
