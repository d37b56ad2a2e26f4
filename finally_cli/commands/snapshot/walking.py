"""The monthly walk: every open asset in turn, its last value offered, one answer each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.finding import FoundAsset, find_asset
from finally_cli.commands.snapshot.recording import Recorded, looks_like_a_slip, write
from finally_cli.commands.wiring import Talk
from finally_cli.model.errors import FinallyError, Interrupted, Refused
from finally_cli.model.kinds import Money, Month, Rate
from finally_cli.model.mills import parsed
from finally_cli.model.money import parse_money, parse_rate, shown
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

HELP = (
    "  Enter   keep the last value (marked as carried)\n"
    "  number  the value now; for a debt, what is owed\n"
    "  -       leave this one out\n"
    "  ?       this text\n"
    "  Ctrl-C  stop; you are asked whether to keep what you have typed"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAsset:
    """An asset a month expects a value of. Values are as typed: own currency, a debt unsigned."""

    id: str
    asset: str
    category: str
    kind: str
    currency: str
    value: Money | None
    carried: bool | None
    last_month: Month | None
    last_value: Money | None
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one asset: a value, or None to carry the last one."""

    asset: OpenAsset
    value: Decimal | None
    rate: Decimal | None = None


OPEN = Statement("snapshot/open", OpenAsset)


def walk(db: Database, talk: Talk, month: date) -> Sheet:
    """Ask for every open asset's value, then keep all answers or none.

    Nothing is held on the server while the person types. Raises Refused where nobody can be asked.
    """
    if talk.cannot_ask:
        raise Refused(
            talk.cannot_ask,
            "Give assets and values: finally snapshot add NAME=VALUE ...",
            code="NO_TERMINAL",
        )
    assets = db.all(OPEN, month=month)
    if not assets:
        raise Refused(
            "there are no open assets to ask about",
            "Add one with: finally asset add NAME --category CODE",
            code="NO_ASSETS",
        )
    db.set_aside()
    talk.say(f"Values for {written(month)}. Enter keeps the last one, ? explains.")
    answers: list[Answer] = []
    try:
        for number, asset in enumerate(assets, start=1):
            answer = ask(talk, asset, f"[{number}/{len(assets)}]", db.user.base_currency)
            if answer is not None:
                answers.append(answer)
        keep = not answers or talk.agree(f"Save {plural(len(answers), 'value')}?", default=True)
    except (KeyboardInterrupt, EOFError):
        talk.say("")
        keep = bool(answers) and agreed_after_stop(talk, len(answers))
    if not keep:
        raise Interrupted("nothing was saved", "Start again with: finally snapshot add")
    db.resume()
    return saved(db, answers, month)


def agreed_after_stop(talk: Talk, count: int) -> bool:
    """Whether to keep what was typed before Ctrl-C; a second Ctrl-C is a no."""
    try:
        return talk.agree(f"Keep what you typed so far ({plural(count, 'value')})?")
    except KeyboardInterrupt:
        talk.say("")
        return False


def ask(talk: Talk, asset: OpenAsset, place: str, base_currency: str) -> Answer | None:
    """One asset's answer; None where it is left as it is."""
    while True:
        typed = talk.ask(f"{place} {prompt(asset)}:").strip()
        if typed == "?":
            talk.say_lines(HELP)
        elif typed == "-" or (typed == "" and asset.value is not None):
            return None
        elif typed == "":
            if asset.last_value is not None:
                return Answer(asset, None)
            talk.say("  It has no value yet: type one, or - to leave it out.")
        else:
            try:
                return typed_answer(talk, asset, typed, base_currency)
            except FinallyError as error:
                talk.say(f"  {error.message}. {error.hint}")


def typed_answer(talk: Talk, asset: OpenAsset, typed: str, base_currency: str) -> Answer | None:
    """A number that was typed, with the rate that it needs; None when it was a slip."""
    value = parsed(typed, asset.currency, parse_money)
    if looks_like_a_slip(as_found(asset), value) and not talk.agree(
        f"  {quoted(asset.asset)} is a debt: do they owe you {shown(-value)}?"
    ):
        return ask(talk, asset, "  again:", base_currency)
    rate = asset.rate
    if asset.currency != base_currency and rate is None:
        rate = parse_rate(talk.ask(f"  one {asset.currency} in {base_currency}:"))
    return Answer(asset, value, rate)


def as_found(asset: OpenAsset) -> FoundAsset:
    """The same asset in the form that recording knows, where a debt's value is negative."""
    last = asset.last_value
    return FoundAsset(
        id=asset.id, asset=asset.asset, category=asset.category, kind=asset.kind,
        currency=asset.currency, closed_on=None, last_month=asset.last_month,
        last_value=-last if last is not None and asset.kind == "liability" else last,
        is_named=True,
    )  # fmt: skip


def prompt(asset: OpenAsset) -> str:
    """The question for one asset: its name, and what is known."""
    owed = "owed " if asset.kind == "liability" else ""
    if asset.value is not None:
        mark = "carried" if asset.carried else "recorded"
        return f"{asset.asset}, {owed}{shown(asset.value)} {asset.currency} ({mark})"
    if asset.last_value is not None and asset.last_month is not None:
        known = f"{shown(asset.last_value)} {asset.currency} ({written(asset.last_month)})"
        return f"{asset.asset}, {owed}{known}"
    return f"{asset.asset}, {owed}in {asset.currency}, no value yet"


def saved(db: Database, answers: list[Answer], month: date) -> Sheet:
    """Write all answers in one transaction, and tell the new net worth."""
    from finally_cli.commands.report.networth_month import TOTALS
    from finally_cli.commands.snapshot.carrying import CARRY

    recorded: list[Recorded] = []
    carried = 0
    for answer in answers:
        if answer.value is None:
            carried += len(db.all(CARRY, month=month, id=answer.asset.id))
        else:
            asset = find_asset(db, answer.asset.asset)
            rate = answer.rate if asset.currency != db.user.base_currency else None
            recorded.append(write(db, asset, answer.value, month, rate=rate))
    totals = db.one(TOTALS, month=month)
    currency = db.user.base_currency
    sentences = [
        f"Saved {plural(len(recorded), 'value')} and carried {carried} for {written(month)}."
    ]
    if totals is not None:
        change = totals.change
        told = "" if change is None else f" ({'+' if change > 0 else ''}{shown(change)})"
        sentences.append(f"Net worth {shown(totals.net_worth)} {currency}{told}.")
    return Sheet(
        Recorded, recorded, "Recorded", {"month": month, "currency": currency},
        totals=totals, sentences=sentences,
    )  # fmt: skip
