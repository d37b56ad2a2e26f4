"""How a file that was never seen would be read, and what nothing in it decides.

A proposal is a layout and the questions that are left. Each has the option that answers it, so that
a script can be told what to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import BinaryIO

from finally_cli.model.bank.built_in import built_in_for
from finally_cli.model.bank.column_profile import ColumnProfile
from finally_cli.model.bank.content import MONEY, layout_by_content
from finally_cli.model.bank.csv_header import find_header, place_of
from finally_cli.model.bank.csv_records import Records
from finally_cli.model.bank.csv_shape import Shape, find_shape
from finally_cli.model.bank.dates import OrderEvidence, exists, likely_readings, without_accents
from finally_cli.model.bank.encoding import find_encoding
from finally_cli.model.bank.header_words import PAID
from finally_cli.model.bank.hints import Choice, Hints, Question, as_sign
from finally_cli.model.bank.layout import Columns, Layout, clean_name, column_names
from finally_cli.model.bank.numbers import DecimalEvidence, body_values
from finally_cli.model.bank.places import Places, columns_of, places_of, resolve_columns
from finally_cli.model.bank.signs import balance_sense, sign_of
from finally_cli.model.errors import BadFile
from finally_cli.model.text import quote

MANY = 5_000  # rows, after which a file has mostly said what it can say
DAYS = ("day", "value_day")
SIGN_CHOICES = (
    Choice("as-is", "an amount above zero came in"),
    Choice("spending-positive", "an amount above zero went out, as on cards"),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout, and what is still to be said before files are read by it."""

    layout: Layout
    questions: tuple[Question, ...]
    shape: Shape

    def decided(self) -> Layout:
        """The layout, where nothing is open. Raises BadFile with the options that say it."""
        if self.questions:
            first = self.questions[0]
            options = "; ".join(question.option for question in self.questions)
            raise BadFile(
                f"nothing in the file says how it is to be read: {first.text}",
                f"Say it: {options}",
                code="LAYOUT_UNDECIDED",
                details={
                    "questions": [
                        {
                            "name": question.name,
                            "choices": [choice.value for choice in question.choices],
                        }
                        for question in self.questions
                    ]
                },
            )
        return self.layout


def propose_layout(file: BinaryIO, hints: Hints) -> Proposal:
    """A proposal for a file that can be gone back in. Raises BadFile where it is no such file."""
    found = find_encoding(file)
    encoding = hints.encoding if hints.encoding and found.is_code_page else found.name
    questions = []
    if found.is_open and not hints.encoding:
        choices = tuple(Choice(page.name, quote(page.example)) for page in found.choices)
        ways = " or ".join(f"{choice.meaning} ({choice.value})" for choice in choices[:4])
        questions.append(Question("encoding", f"it may read {ways}", choices))
    shape = find_shape(file, encoding, hints.delimiter)
    profiles = profile_columns(file, shape)
    header = tuple(clean_name(cell) for cell in shape.header)
    layout = built_in_for(header)
    given = resolve_columns(hints.columns, header)
    is_signed = layout is not None
    if layout is None:
        layout, open_columns, is_signed = layout_by_content(shape, profiles, given)
        questions += open_columns
    elif given:
        layout = replace(layout, columns=columns_of(given, header, layout.columns))
    layout = replace(
        layout,
        encoding=encoding if found.is_code_page else "utf-8",
        delimiter=shape.delimiter,
        quote=shape.quote,
        header=header,
        words=replace(layout.words, **hints.words),
    )
    if layout.words.money_in and layout.words.money_out:
        questions = [question for question in questions if question.name != "words"]
    places = places_of(layout.columns, header)
    layout = replace(layout, columns=columns_of(places, header, Columns()))
    layout, open_formats = decide_formats(layout, profiles, places, hints)
    questions += open_formats
    if not any(question.name == "columns" for question in questions):
        layout, open_sign = decide_sign(layout, shape, profiles, places, hints, is_signed)
        questions += open_sign
    return Proposal(layout, tuple(questions), shape)


def header_of(file: BinaryIO, hints: Hints) -> tuple[str, ...]:
    """The names of a file's columns; none where it has no line of them. Raises BadFile."""
    found = find_encoding(file)
    encoding = hints.encoding if hints.encoding and found.is_code_page else found.name
    return find_shape(file, encoding, hints.delimiter).header


def complete_layout(file: BinaryIO, layout: Layout, hints: Hints) -> Proposal:
    """A layout that is kept, with what a new file says of its days and amounts, if it was open.

    Raises BadFile where the file does not fit it (LAYOUT_DIFFERS).
    """
    header = find_header(file, layout)
    names = tuple(sorted(header.places, key=header.places.__getitem__))
    shape = Shape(
        header.encoding, header.delimiter, layout.quote, header.line, names, header.width,
        header.before, [],
    )  # fmt: skip
    listed = {one.name: getattr(layout.columns, one.name) for one in fields(Columns)}
    places = {
        kind: [place_of(header, one) or 0 for one in (said if isinstance(said, tuple) else [said])]
        for kind, said in listed.items()
        if said not in (None, ())
    }
    width = max(header.width, *(place + 1 for found in places.values() for place in found))
    profiles = profile_columns(file, replace(shape, width=width))
    layout, questions = decide_formats(layout, profiles, places, hints)
    return Proposal(layout, tuple(questions), shape)


def profile_columns(file: BinaryIO, shape: Shape) -> list[ColumnProfile]:
    """What stands in each column: in the first rows, or in all where those leave it open."""
    names = {place: name for name, place in column_names(shape.header).items()}
    width = max(shape.width, max(names, default=0) + 1)
    profiles = [ColumnProfile(place, names.get(place, "")) for place in range(width)]
    looked_at, counted = profiles, 0
    for line, cells in Records(file, shape.encoding, shape.delimiter, shape.quote):
        if line > shape.header_line and cells and len(cells) * 2 > width:
            for profile in looked_at:
                if profile.place < len(cells):
                    profile.add(cells[profile.place])
            counted += 1
            if counted % MANY == 0:
                looked_at = [profile for profile in profiles if profile.is_open]
                if not looked_at:
                    break
    return profiles


def decide_formats(
    layout: Layout, profiles: list[ColumnProfile], places: Places, hints: Hints
) -> tuple[Layout, list[Question]]:
    """The order of days and the mark before decimals, over all columns that have them."""
    questions = []
    order, decimal = OrderEvidence(), DecimalEvidence()
    for one in at(profiles, places, DAYS):
        order.merge(one.order)
    for one in at(profiles, places, MONEY):
        decimal.merge(one.decimal)
    dates = hints.dates or layout.dates or order.decided
    if dates is None and order.is_open:
        readings = likely_readings(order.example)
        choices = tuple(
            Choice(kind, "{:04}-{:02}-{:02}".format(*readings[kind]))
            for kind in order.possible
            if kind in readings and exists(readings[kind])
        )
        ways = " or ".join(choice.meaning for choice in choices)
        text = f"{quote(order.example)} may be {ways}"
        questions.append(Question("dates", text, choices))
    mark = hints.decimal or layout.decimal or decimal.decided
    if mark is None and decimal.is_open:
        values = body_values(decimal.example)
        choices = tuple(Choice(kind, str(values.get(kind, kind))) for kind in (".", ","))
        ways = " or ".join(choice.meaning for choice in choices)
        text = f"{quote(decimal.example)} may be {ways}"
        if not decimal.example:
            text = "some amounts have a point before their decimals, and some a comma"
        questions.append(Question("decimal", text, choices))
    return replace(layout, dates=dates, decimal=mark), questions


def at(profiles: list[ColumnProfile], places: Places, kinds: Iterable[str]) -> list[ColumnProfile]:
    """The columns of these kinds."""
    found = [place for kind in kinds for place in places.get(kind, [])]
    return [profiles[place] for place in found if place < len(profiles)]


def pays_bill(shape: Shape, places: Places) -> bool:
    """Whether an amount below zero is called the payment of a card's bill."""
    texts, amount = places.get("text", []), places["amount"][0]
    return any(
        "-" in cells[amount]
        and any(PAID.search(without_accents(cells[n])) for n in texts if n < len(cells))
        for cells in shape.dated()
        if amount < len(cells)
    )


def decide_sign(
    layout: Layout,
    shape: Shape,
    profiles: list[ColumnProfile],
    places: Places,
    hints: Hints,
    is_signed: bool,
) -> tuple[Layout, list[Question]]:
    """What amounts above zero mean, and balances; `is_signed` where the layout says it already."""
    if hints.sign:
        layout = replace(layout, sign=as_sign(hints.sign))
    if layout.columns.amount is None:
        came, went = (
            [one.is_mostly_minus for one in at(profiles, places, [kind])]
            for kind in ("money_in", "money_out")
        )
        turned = came == [True] and went == [False]
        return replace(layout, out_has_minus=went == [True], in_has_minus=turned), []
    if layout.columns.flag is not None or (is_signed and not hints.sign):
        return layout, []
    [amount] = at(profiles, places, ["amount"])
    balance = places.get("balance", [None])[0]
    running = balance_sense(shape.dated(), amount.place, balance, layout.decimal or ".")
    sign = as_sign(hints.sign) if hints.sign else sign_of(amount, running, pays_bill(shape, places))
    if sign is None:
        text = (
            "all amounts are above zero: did they come in or go out?"
            if not amount.minus
            else "most amounts are above zero: did these come in or go out?"
        )
        return layout, [Question("sign", text, SIGN_CHOICES)]
    turned = sign == "spending-positive"
    is_debt = running != 0 and turned == (running > 0)
    return replace(layout, sign=sign, balance_is_debt=is_debt), []
