"""A bank's ledger of one account that grows, and files that are cut from it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tests.support.bank_files import Line, mt940, ofx

START = date(2026, 8, 1)
WORDS = ("Coffee", "REWE Markt", "Bäcker Grün", "Gehalt Müller GmbH", "Miete")
AMOUNTS = ("-3.50", "-3.50", "-20.00", "20.00", "1500.00", "-800.00", "0.00", "-7.13")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


@dataclass(frozen=True)
class Booked:
    """A row as the bank has it; `number` tells it apart, and is never in a file."""

    number: int
    day: date
    amount: str
    text: str

    @property
    def alike(self) -> tuple[date, Decimal, str]:
        """What rows have in common that nobody can tell apart without an id."""
        letters = "".join(one for one in self.text.upper() if one.isascii() and one.isalnum())
        return self.day, Decimal(self.amount), letters


@dataclass
class Ledger:
    """The rows in the order of their days; of one day, in the order they were posted in."""

    chance: random.Random
    rows: list[Booked] = field(default_factory=list)
    last: date = START

    def post(self, many: int) -> None:
        """Some rows more, of days that go on; many are as another one of the day."""
        for _ in range(many):
            self.last += timedelta(days=self.chance.choice((0, 0, 0, 1, 1, 2)))
            self.add(self.last)

    def post_late(self) -> None:
        """A row more of a day that has been."""
        self.add(self.chance.choice(self.rows).day if self.rows else self.last)

    def add(self, day: date) -> None:
        there = [one for one in self.rows if one.day == day]
        amount, text = self.chance.choice(AMOUNTS), self.chance.choice(WORDS)
        if there and self.chance.random() < 0.5:
            same = self.chance.choice(there)
            amount, text = same.amount, same.text
        self.rows.append(Booked(len(self.rows), day, amount, text))
        self.rows.sort(key=lambda one: (one.day, one.number))

    def cut(self, *, within_days: bool) -> list[Booked]:
        """A stretch of it, that begins and ends where days do, or anywhere."""
        first, last = sorted(self.chance.choices(range(len(self.rows)), k=2))
        if self.chance.random() < 0.2:
            first, last = 0, len(self.rows) - 1
        if within_days:
            return self.rows[first : last + 1]
        days = self.rows[first].day, self.rows[last].day
        return [one for one in self.rows if days[0] <= one.day <= days[1]]

    def whole_days(self, rows: Sequence[Booked]) -> set[date]:
        """The days that a file has all rows of."""
        numbers = {one.number for one in rows}
        days = {one.day for one in rows}
        return days - {one.day for one in self.rows if one.number not in numbers}


@dataclass
class Files:
    """Files of a ledger, as one bank writes them: each differs in what means nothing.

    `kind` is texts, ids, counts (ids that count the rows of a file) or formats, where each format
    has words of its own.
    """

    chance: random.Random
    folder: Path
    kind: str

    def write(self, rows: Sequence[Booked]) -> tuple[str, list[str]]:
        """A file of rows, and the options that it needs."""
        rows = list(rows)
        if self.chance.random() < 0.5:
            rows.reverse()
        form = self.chance.choice(
            {"texts": "oc", "ids": "ooc", "counts": "o", "formats": "ocms"}[self.kind]
        )
        if form == "c":
            return self.csv(rows)
        if form == "m":
            return self.text("giro.sta", self.mt940(rows))
        if form == "s":
            return self.text("giro.xml", camt(rows, self.worded("s")))
        return self.text("giro.ofx", self.ofx(rows))

    def text(self, name: str, content: str) -> tuple[str, list[str]]:
        file = self.folder / name
        file.write_text(content, encoding="utf-8")
        return str(file), []

    def worded(self, form: str) -> str:
        """What stands before a row's words in files of a format."""
        return {"m": "KARTENZAHLUNG ", "s": "Lastschrift "}.get(form, "")

    def disguise(self, text: str) -> str:
        """The same words, with other blanks or capitals."""
        ways = (str, str.upper, lambda text: text.replace(" ", "   "), lambda text: f"  {text} ")
        return str(self.chance.choice(ways)(text))

    def ofx(self, rows: Sequence[Booked]) -> str:
        def id_of(place: int, row: Booked) -> str | None:
            if self.kind == "counts":
                return str(place)
            return f"B{row.number:05}X" if self.kind in ("ids", "formats") else None

        return ofx(
            [
                Line(row.day.isoformat(), row.amount, self.disguise(row.text), id_of(place, row))
                for place, row in enumerate(rows, start=1)
            ],
            account="DE1",
        )

    def mt940(self, rows: Sequence[Booked]) -> str:
        rows = sorted(rows, key=lambda one: (one.day, one.number))
        total = sum(Decimal(row.amount) for row in rows)
        return mt940(
            [(row.day.isoformat(), row.amount, self.worded("m") + plain(row.text)) for row in rows],
            account="DE1",
            opening=("100.00", (rows[0].day - timedelta(days=1)).isoformat()),
            closing=(f"{100 + total:.2f}", rows[-1].day.isoformat()),
        )

    def csv(self, rows: Sequence[Booked]) -> tuple[str, list[str]]:
        quote = self.chance.choice(("", '"'))
        before = "ZAHLUNG " if self.kind == "formats" else ""
        lines = [
            f"{row.day},{row.amount},{quote}{before}{self.disguise(row.text)}{quote}\n"
            for row in rows
        ]
        encoding = self.chance.choice(ENCODINGS)
        file = self.folder / "giro.csv"
        file.write_text("Date,Amount,Text\n" + "".join(lines), encoding=encoding)
        name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
        return str(file), [
            "--encoding",
            name,
            "--dates",
            "ymd",
            "--decimal",
            ".",
            "--sign",
            "as-is",
        ]


def plain(text: str) -> str:
    """A text in the letters that MT940 has."""
    return text.translate(str.maketrans("äöüß", "aous"))


def camt(rows: Sequence[Booked], before: str) -> str:
    """A CAMT.053 statement without balances."""

    def entry(row: Booked) -> str:
        side = "DBIT" if row.amount.startswith("-") else "CRDT"
        return (
            f'<Ntry><Amt Ccy="EUR">{row.amount.lstrip("-")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
            f"<Sts>BOOK</Sts><BookgDt><Dt>{row.day}</Dt></BookgDt><NtryDtls><TxDtls><RmtInf>"
            f"<Ustrd>{before}{row.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'
        "<Id>1</Id><Acct><Id><Othr><Id>DE1</Id></Othr></Id><Ccy>EUR</Ccy></Acct>"
        f"{''.join(map(entry, rows))}</Stmt></BkToCstmrStmt></Document>"
    )
