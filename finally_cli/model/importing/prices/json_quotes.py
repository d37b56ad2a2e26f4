"""Quotes of Ghostfolio's market data as JSON: as its server answers, or as it exports them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from finally_cli.model.bank.numbers import Unreadable
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.prices.figures import above_zero, read_quote_day
from finally_cli.model.importing.prices.quotes import Quote, QuoteFile

DEEPEST = 8
LARGEST = 16 << 20  # bytes, since all of it is held; of one asset, twenty years are 2 million
LISTS = ("marketData", "historicalData")
FIGURES = ("marketPrice", "value")
EXPORT_AGAIN = "If it was cut off, save it once more."
FORM = "Give what Ghostfolio has as market data: a list of dates, each with its marketPrice."


def open_json_quotes(content: bytes) -> QuoteFile:
    """The market data of a JSON file. Raises BadFile, at once or while it is read."""
    if len(content) > LARGEST:
        raise BadFile(
            f"the JSON is larger than {LARGEST >> 20} MB, and no market data of an asset is",
            "Save that of single assets, or give CSV.",
            code="FILE_TOO_LARGE",
        )
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except UnicodeDecodeError:
        raise BadFile(
            "the file is not UTF-8, as JSON is", EXPORT_AGAIN, code="BAD_ENCODING"
        ) from None
    except json.JSONDecodeError as damage:
        raise BadFile(
            f"the file is not JSON: it is wrong in line {damage.lineno}",
            EXPORT_AGAIN,
            code="BAD_JSON",
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise BadFile(
            "the file is nested too deeply, or holds a number without end", FORM, code="BAD_JSON"
        ) from None
    entries = list(find_entries(document, {}))
    if not entries:
        raise BadFile("the file is JSON, and holds no market data", FORM, code="BAD_HEADER")
    file = QuoteFile(form="Ghostfolio", each="entry")
    file.names_assets = any(context.get("symbol") for _, context in entries)
    file.quotes = read_entries(file, entries)
    return file


def find_entries(
    node: object, context: Mapping[str, str], depth: int = 0
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """Every entry of market data, with the symbol and currency that stand above it."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for one in node:
            if isinstance(one, dict) and "date" in one and any(key in one for key in FIGURES):
                yield one, {**context, **texts_of(one)}
            else:
                yield from find_entries(one, context, depth + 1)
    elif isinstance(node, dict):
        profile = node.get("assetProfile")
        context = {**context, **texts_of(profile if isinstance(profile, dict) else node)}
        for key, one in node.items():
            if key in LISTS or (key not in FIGURES and isinstance(one, dict | list)):
                yield from find_entries(one, context, depth + 1)


def texts_of(node: Mapping[str, Any]) -> dict[str, str]:
    """What an object says of the asset that it is about."""
    keys = ("symbol", "currency", "dataSource")
    return {key: node[key] for key in keys if isinstance(node.get(key), str) and node[key]}


def read_entries(
    file: QuoteFile, entries: list[tuple[Mapping[str, Any], Mapping[str, str]]]
) -> Iterator[Quote]:
    """The quotes of entries, which are counted from 1: JSON has no lines."""
    for number, (entry, context) in enumerate(entries, start=1):
        file.lines += 1
        name = context.get("symbol", "")
        if name and not file.is_wanted(name):
            continue
        figure = next((entry[key] for key in FIGURES if key in entry), None)
        if figure is None:
            file.empty += 1
            continue
        if not isinstance(figure, Decimal):
            file.refuse(number, "its price is not a number")
            continue
        try:
            day = read_quote_day(str(entry["date"]), "ymd")
            if not -60 < figure.adjusted() < 60:
                raise Unreadable(f"the price {figure} is none that the books can keep")
            exact = above_zero(f"{figure:f}", Decimal(f"{figure:f}"), "price")
        except Unreadable as problem:
            file.refuse(number, str(problem))
            continue
        if day is None:
            file.early += 1
            continue
        yield Quote(
            number, name, day, exact, context.get("currency", ""),
            context.get("dataSource", ""),
        )  # fmt: skip
