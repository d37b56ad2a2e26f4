"""Published rates on their way into the books: which are wanted, and which were recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import Terminal
from finally_cli.model.errors import BadUsage, ExitCode
from finally_cli.model.jumps import is_jump
from finally_cli.model.kinds import Day, Month, Rate
from finally_cli.model.money import format_rate
from finally_cli.model.month import (
    add_months,
    format_month,
    format_months,
    one_or_range,
    refuse_reversed,
    this_month,
    today,
)
from finally_cli.model.published_rates.days import EURO, PairRate, PublishedRates
from finally_cli.model.result import Note, Result
from finally_cli.model.text import and_list, plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedCurrency:
    currency: str
    first_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRate:
    month: Month
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRate:
    from_currency: str
    to_currency: str
    month: Month
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRate:
    """A published rate; `outcome` is added, replaced, unchanged, or kept for what was there."""

    month: Month
    from_currency: str
    to_currency: str
    rate: Rate
    published_on: Day
    outcome: str


USED = Statement("fx/used", UsedCurrency)
WANTED = Statement("fx/wanted", WantedRate)
EARLIER = Statement("fx/earlier", EarlierRate)
PUBLISH = Statement("fx/publish", PublishedRate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The rates to be had, by month and currency. `currencies` are what the books use."""

    currencies: Sequence[str]
    months: Sequence[date]
    rates: Sequence[tuple[date, str]]

    def published(self, own: str) -> list[str]:
        """The currencies whose rates of the euro are needed for it."""
        needed = {currency for _, currency in self.rates}
        return sorted((needed if own == EURO else needed | {own}) - {EURO})


def find_wanted(
    db: Database, month: date | None, first: date | None, last: date | None, *, replace: bool
) -> Wanted:
    """Which rates the books could use: from the first month with a value in another currency.

    Raises BadUsage for months to come.
    """
    start, end = one_or_range(month, first, last)
    now = this_month()
    for asked in (start, end):
        if asked is not None and asked > now:
            raise BadUsage(
                f"{format_month(asked)} is still to come, and no rate of it is published",
                f"The newest month with rates is {format_month(now)}.",
            )
    used = db.all(USED)
    begun = [row.first_month for row in used if row.first_month is not None]
    # Values of the month before are often recorded in this one.
    start = start or min([*begun, end or add_months(now, -1)])
    refuse_reversed(start, end or now)
    currencies = [row.currency for row in used]
    rows = db.all(
        WANTED, currencies=currencies, first=start, last=end or now, today=today(), replace=replace
    )
    return Wanted(
        currencies=currencies,
        months=sorted({row.month for row in rows}),
        rates=[(row.month, row.currency) for row in rows],
    )


def nothing_wanted(db: Database, wanted: Wanted) -> Result:
    """The answer where no rate is to be had."""
    said = (
        "Every rate that the books use is on record."
        if wanted.currencies
        else f"The books are in {db.user.base_currency} alone; no rate is needed."
    )
    return Result(PublishedRate, [], "Rates", sentences=[said])


def record_rates(
    db: Database,
    terminal: Terminal,
    published: PublishedRates,
    wanted: Wanted,
    *,
    source: str,
    replace: bool,
) -> Result:
    """Write what is wanted of a publication, and say what it lacks. All of it, or nothing.

    Raises what `terminal.confirm` does where a rate jumps.
    """
    own = db.user.base_currency
    found = {
        (month, currency): published.month_end(month, currency, own, today())
        for month, currency in wanted.rates
    }
    rates = [rate for rate in found.values() if rate is not None]
    confirm_jumps(db, terminal, rates)
    rows = (
        db.all(
            PUBLISH,
            from_currencies=[rate.from_currency for rate in rates],
            to_currencies=[rate.to_currency for rate in rates],
            in_months=[rate.month for rate in rates],
            in_from=[rate.in_from for rate in rates],
            in_to=[rate.in_to for rate in rates],
            published_on=[rate.published_on for rate in rates],
            source=source,
            replace=replace,
        )
        if rates
        else []
    )
    notes = lacking_notes([asked for asked, rate in found.items() if rate is None], published, own)
    for note in notes:
        terminal.say(note.message)
    return Result(
        PublishedRate,
        rows,
        "Recorded" if rows else "Rates",
        about={"source": source},
        sentences=[summary(rows, source)],
        notes=notes,
        exit_code=ExitCode.PARTLY if notes else 0,
    )


def confirm_jumps(db: Database, terminal: Terminal, rates: Sequence[PairRate]) -> None:
    """Ask about a rate that is ten times that of the month before, or a tenth of it."""
    if not rates:
        return
    pairs = sorted({(rate.from_currency, rate.to_currency) for rate in rates})
    rows = db.all(
        EARLIER,
        from_currencies=[first for first, _ in pairs],
        to_currencies=[second for _, second in pairs],
        month=min(rate.month for rate in rates),
    )
    earlier = {(row.from_currency, row.to_currency): (row.month, row.rate) for row in rows}
    for rate in sorted(rates, key=lambda one: one.month):
        pair, now = (rate.from_currency, rate.to_currency), rate.in_to / rate.in_from
        month, before = earlier.get(pair, (rate.month, now))
        if is_jump(now, before):
            terminal.confirm(
                f"{'/'.join(pair)} goes from {format_rate(before)} in {format_month(month)}"
                f" to {format_rate(now)} in {format_month(rate.month)}. Record it?"
            )
        earlier[pair] = (rate.month, now)


def summary(rows: Sequence[PublishedRate], source: str) -> str:
    """What was done, in a sentence."""
    done = [row for row in rows if row.outcome in ("added", "replaced")]
    kept = sum(row.outcome == "kept" for row in rows)
    if not done:
        return f"No rate of {source} was recorded{', for those on record are typed' * bool(kept)}."
    currencies = and_list(sorted({f"{row.from_currency}/{row.to_currency}" for row in done}))
    of = [row.month for row in done]
    months = format_months(min(of), max(of))
    replaced = sum(row.outcome == "replaced" for row in done)
    said = f"Recorded {plural(len(done), 'rate')} of {source}: {currencies}, {months}"
    return said + (f"; {replaced:,} in place of earlier ones." if replaced else ".")


def lacking_notes(
    lacking: Iterable[tuple[date, str]], published: PublishedRates, own: str
) -> list[Note]:
    """Says which rates the publication does not have; of this month there may be none as yet."""
    now = this_month()
    months: dict[str, list[date]] = {}
    has_now = any(day.replace(day=1) == now for day in published.days)
    for month, currency in sorted(lacking):
        if month != now or has_now:
            months.setdefault(currency, []).append(month)
    return [
        Note(
            "RATE_NOT_PUBLISHED",
            f"There is no rate of {currency} for {format_months(those[0], those[-1])}.",
            f"finally fx set {currency}/{own} RATE --month {format_month(those[0])}",
        )
        for currency, those in months.items()
    ]
