"""What a Frankfurter server answers: JSON with what one euro cost, of a day or of several.

Version 1 of its interface gives an object with the days, version 2 a list of rates.
"""

from __future__ import annotations

import json
from decimal import Decimal

from finally_cli.model.published_rates.days import EURO, PublishedRates, malformed, not_rates


def read_json(content: bytes) -> PublishedRates:
    """The rates of an answer. Raises BadFile for what is none, or is not whole."""
    try:
        answer = json.loads(content, parse_float=Decimal, parse_int=Decimal)
    except RecursionError:
        raise not_rates("its JSON is nested too deep") from None
    except ValueError:
        raise malformed(0, "the JSON is broken or cut off") from None
    published = PublishedRates()
    if isinstance(answer, list):
        for entry in answer:
            add_entry(published, entry)
    elif isinstance(answer, dict):
        add_days(published, answer)
    if not published.days:
        raise not_rates("it holds no day")
    return published


def add_days(published: PublishedRates, answer: dict[str, object]) -> None:
    """The days of an answer of version 1, or its one day."""
    if answer.get("base", EURO) != EURO or answer.get("amount", 1) != 1:
        raise not_rates("it is not of one euro")
    rates = answer.get("rates")
    if not isinstance(rates, dict):
        return
    days = {str(answer["date"]): rates} if "date" in answer else rates
    for day, of_day in days.items():
        if not isinstance(of_day, dict):
            raise malformed(0, f"{day} has no rates")
        for currency, rate in of_day.items():
            published.add(day, str(currency), number_of(rate), 0)


def add_entry(published: PublishedRates, entry: object) -> None:
    """One rate of an answer of version 2."""
    if not isinstance(entry, dict) or not {"date", "quote", "rate"} <= entry.keys():
        raise not_rates("an entry has no date, quote or rate")
    if entry.get("base", EURO) != EURO:
        raise not_rates("it is not of one euro")
    published.add(str(entry["date"]), str(entry["quote"]), number_of(entry["rate"]), 0)


def number_of(value: object) -> Decimal:
    """A figure of the answer; no text, and no true."""
    if not isinstance(value, Decimal):
        raise malformed(0, f"{str(value)[:40]} is not a rate")
    return value
