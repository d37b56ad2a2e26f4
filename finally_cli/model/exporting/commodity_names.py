"""What the shares of an asset are called in a ledger: its ticker, or else its name.

Each asset has a commodity of its own, also where two have the same ticker: what was paid for one in
one place need not be its price in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

LONGEST = 24  # that beancount takes
UNNAMED = "SHARES"
RESERVED = {"TRUE", "FALSE", "NULL"}  # words of beancount


def commodity_names(
    texts: Mapping[str, tuple[str | None, str]], currencies: Iterable[str]
) -> dict[str, str]:
    """The commodity of each asset by its id, of its ticker and its name; none is a currency.

    Where two names have become alike, all but the first have a number behind them.
    """
    names: dict[str, str] = {}
    taken = RESERVED | set(currencies)
    for key, (ticker, own_name) in texts.items():
        name = commodity_name(ticker or "") or commodity_name(own_name) or UNNAMED
        found, number = name, 1
        while found in taken:
            number += 1
            behind = f"-{number}"
            found = name[: LONGEST - len(behind)].rstrip("-._") + behind
        taken.add(found)
        names[key] = found
    return names


def commodity_name(text: str) -> str:
    """A text as all three programs take it: capitals, digits, dots and dashes, a capital first.

    >>> commodity_name("brk.b"), commodity_name("World fund (A)"), commodity_name("0700.HK")
    ('BRK.B', 'WORLD-FUND-A', 'X-0700.HK')
    >>> commodity_name("F"), commodity_name("Müller"), commodity_name("支付宝")
    ('X-F', 'MULLER', '')
    """
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    words = re.sub(r"[^A-Z0-9._]+", "-", plain).strip("-._")
    if not words:
        return ""
    if len(words) == 1 or not words[0].isalpha():
        words = f"X-{words}"
    return words[:LONGEST].rstrip("-._")
