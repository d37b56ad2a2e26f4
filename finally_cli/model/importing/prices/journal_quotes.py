"""Quotes of a ledger: lines `P DATE COMMODITY PRICE` of hledger and ledger, and price directives
of beancount. All other lines of such a file are none of prices, and are passed over.

They are of the shares of their days: after a split a ledger leaves them as they were.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from finally_cli.model.bank.csv_header import text_encoding
from finally_cli.model.bank.dates import OrderEvidence
from finally_cli.model.bank.numbers import DecimalEvidence, Unreadable
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.prices.figures import add_evidence, read_figure, read_quote_day
from finally_cli.model.importing.prices.quotes import Quote, QuoteFile, Sayings

LONGEST_LINE = 1 << 16
IS_LEDGER = re.compile(rb"^P[ \t]+[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]", re.MULTILINE)
IS_BEANCOUNT = re.compile(
    rb'^[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[ \t]+price[ \t]+[A-Z"]', re.MULTILINE
)
TIME = r"(?:[ \t]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[-+][0-9]{4})?)?"
COMMODITY = r'"[^"]+"|[^\s0-9.,;"@+-][^\s;"]*'
# A comment begins with a semicolon, after two blanks in ledger and hledger.
REST = r"[ \t]+(?P<price>[^;]*?)[ \t]*(?:;.*)?"
LEDGER = re.compile(rf"P[ \t]+(?P<day>\S+){TIME}[ \t]+(?P<name>{COMMODITY}){REST}")
BEANCOUNT = re.compile(rf"(?P<day>[0-9]\S+)[ \t]+price[ \t]+(?P<name>{COMMODITY}){REST}")
SYMBOL = r'"[^"]+"|[^\s0-9.,;"@+-]+'
PRICE = re.compile(
    rf"(?P<sign>-?)[ \t]*(?P<left>{SYMBOL})?[ \t]*(?P<inner>-?)(?P<number>[0-9][0-9.,' ]*)"
    rf"[ \t]*(?P<right>{SYMBOL})?"
)


def is_journal(content: bytes) -> str:
    """Which program writes such lines; empty where there are none."""
    if IS_BEANCOUNT.search(content):
        return "beancount"
    return "hledger" if IS_LEDGER.search(content) else ""


def open_journal_quotes(content: bytes, form: str, said: Sayings) -> QuoteFile:
    """The prices of a ledger. Raises BadFile, at once or while they are read."""
    encoding = said.encoding or text_encoding(io.BytesIO(content), "utf-8")
    journal = JournalQuotes(content, encoding, form, said)
    journal.file.quotes = journal.quotes()
    return journal.file


class JournalQuotes:
    """The lines of a ledger that are prices."""

    def __init__(self, content: bytes, encoding: str, form: str, said: Sayings) -> None:
        self.content = content
        self.encoding = encoding
        self.pattern = BEANCOUNT if form == "beancount" else LEDGER
        self.begin = re.compile(
            r"[0-9]{4}\S+[ \t]+price[ \t]" if form == "beancount" else r"P[ \t]"
        )
        self.file = QuoteFile(form=form, names_assets=True, of_their_day=True)
        order, decimal = OrderEvidence(), DecimalEvidence()
        for _, text in self.lines():
            if found := self.pattern.fullmatch(text):
                order.add(found["day"])
                if price := PRICE.fullmatch(found["price"]):
                    add_evidence(decimal, price["number"])
        self.order = said.dates or order.decided
        self.mark = "." if form == "beancount" else said.decimal or decimal.decided

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines that begin as prices do. Raises BadFile for what is no text."""
        text = io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline=None)
        number = 0
        while True:
            try:
                line = text.readline(LONGEST_LINE)
            except UnicodeDecodeError:
                raise BadFile(
                    f"the file is not {self.encoding} text after line {number}",
                    "Save it in UTF-8.",
                    code="BAD_ENCODING",
                ) from None
            if not line:
                return
            number += 1
            if self.begin.match(line):
                self.is_open = not line.endswith("\n")
                yield number, line.rstrip()

    def quotes(self) -> Iterator[Quote]:
        """The prices that can be read; why others cannot goes to the file."""
        file = self.file
        for number, text in self.lines():
            file.lines += 1
            found = self.pattern.fullmatch(text)
            name = found["name"].strip('"') if found else ""
            if name and not file.is_wanted(name):
                continue
            price = PRICE.fullmatch(found["price"]) if found else None
            if found is None or price is None or (price["left"] and price["right"]):
                file.refuse(number, "it is not a day, a commodity and a price")
                continue
            written = price["sign"] + price["inner"] + price["number"]
            try:
                day = read_quote_day(found["day"], self.order)
                figure, _ = read_figure(written, self.mark, points=True)
            except Unreadable as problem:
                file.refuse(number, str(problem))
                continue
            if day is None:
                file.early += 1
                continue
            currency = (price["left"] or price["right"] or "").strip('"')
            yield Quote(number, name, day, figure, currency)
            file.open_end = None
            if self.is_open and not price["right"]:
                file.open_end = number, price["number"]
