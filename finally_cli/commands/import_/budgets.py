"""finally import budgets: what each category may cost, from YNAB or from a list of our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.import_.categories import (
    AccountCategories,
    CreateCategories,
    MapFile,
    Maps,
    refuse_unmatched,
)
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.stage import Commodities, File, stage_rows
from finally_cli.commands.import_.summary import open_end_notes, span_in_words
from finally_cli.model.categories import PATH, Chosen
from finally_cli.model.errors import BadFile, Conflict
from finally_cli.model.importing.account_map import AccountMap, make_map, parse_pairs
from finally_cli.model.importing.budgets import KEY, BudgetFile, Planned
from finally_cli.model.importing.commodities import Currencies
from finally_cli.model.importing.csv_file import NumberedRecords, open_csv
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.kinds import Count, Month
from finally_cli.model.money import format_money
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBudgets:
    added: Count
    replaced: Count
    unchanged: Count
    first_month: Month | None
    last_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetsImported:
    """What a file changed: budgets added, replaced and left as they were; zeros are passed over."""

    added: Count
    replaced: Count
    unchanged: Count
    zeros: Count
    categories_added: Count
    first_month: Month | None
    last_month: Month | None


STAGED = ("line", "category_id", "month", "every", "amount")
STAGE = Statement("import/stage_budgets", NoRows)
UNSTAGE = Statement("import/unstage_budgets", NoRows)
WRITE = Statement("import/write_budgets", WrittenBudgets)
WRITE_YEARLY = Statement("import/write_yearly_budgets", WrittenBudgets)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a category may cost in a month, or in a year: of all lines that go into it."""

    line: int
    path: str
    category_id: str
    period: str
    amount: Decimal

    @property
    def month(self) -> date:
        """Its month; of a year, the last one."""
        return date(int(self.period), 12, 1) if self.is_year else date.fromisoformat(self.period)

    @property
    def is_year(self) -> bool:
        return len(self.period) == 4


@writes
def budgets(
    db: Database,
    terminal: Terminal,
    file: File,
    maps: Maps = None,
    map_file: MapFile = None,
    create_categories: CreateCategories = False,
    commodities: Commodities = None,
) -> Result:
    """Import what each category may cost from a CSV file, all of it or nothing.

    The budget that YNAB exports, or what finally budget list --csv has written. A category is known
    by its code or name, a name of a subcategory means the whole category, and what goes into one
    category is summed up. An earlier budget of the same month is replaced; budgets of 0.00 are
    passed over, and so is what YNAB sets aside to pay off cards.

    Examples:
        finally import budgets budget.csv --map "Quality of Life=WELLNESS"
    """
    said = make_map(maps or [], map_file)
    currencies = Currencies(db.user.base_currency, parse_pairs("--commodity", commodities or []))
    with open_csv(file) as text:
        budget = BudgetFile(NumberedRecords(text, KEY))
        planned = budget.planned()
    refuse_faults(terminal, budget, budget.bad)
    if not planned and not budget.rolled:
        raise BadFile("the file holds no budgets", "Nothing was written.", code="FILE_EMPTY")
    refuse_foreign(planned, currencies)
    read = budget.amounts(planned)
    refuse_faults(terminal, budget, budget.bad)
    left_out = [one for one, amount in read if amount and one.is_no_spending]
    chooser = AccountCategories(db, "expense", AccountMap(), create=create_categories)
    sums = sum_up(
        [
            (one, amount)
            for one, amount in read
            if (amount or budget.is_ours) and not one.is_no_spending
        ],
        chooser,
        said,
    )
    refuse_unmatched(terminal, chooser.unmatched, "category of the file")
    refuse_closed(terminal, budget, sums, chooser)
    least = 0 if budget.is_ours else Decimal("0.0001")
    written, yearly = write_sums(db, terminal, [one for one in sums if one.amount >= least])
    notes = [
        *passed_over_notes(budget, left_out, [one for one in sums if one.amount < 0]),
        *open_end_notes(budget.open_amount({len(budget.header) - 1})),
    ]
    for note in notes:
        terminal.say(note.message)
    months = [
        month
        for one in (written, yearly)
        for month in (one.first_month, one.last_month)
        if month is not None
    ]
    imported = BudgetsImported(
        added=written.added + yearly.added,
        replaced=written.replaced + yearly.replaced,
        unchanged=written.unchanged + yearly.unchanged,
        zeros=0 if budget.is_ours else sum(not amount for _, amount in read),
        categories_added=chooser.added,
        first_month=min(months, default=None),
        last_month=max(months, default=None),
    )
    return Result(
        BudgetsImported,
        [imported],
        "Imported",
        {"currency": db.user.base_currency},
        notes=notes,
        sentences=budget_sentences(imported),
    )


def refuse_foreign(planned: list[Planned], currencies: Currencies) -> None:
    """Raises BadFile for amounts with a symbol that is not of the books' own currency."""
    for one in planned:
        if currencies.find(one.symbol) != currencies.own:
            own = currencies.own
            raise BadFile(
                f"the budgets are in {quote(one.symbol)}, and these books in {own};"
                " nothing was written",
                f"If they are meant to be in {own}, say so: --commodity '{one.symbol}={own}'",
                code="CURRENCY_DIFFERS",
            )


def sum_up(
    planned: list[tuple[Planned, Decimal]], chooser: AccountCategories, said: AccountMap
) -> list[Sum]:
    """What goes into each category in each month; what has none is kept by the chooser."""
    sums: dict[tuple[str, str], Sum] = {}
    for one, amount in planned:
        chosen = choose_category(one, chooser, said)
        if chosen is None:
            continue
        top = chosen.category
        key = (top.id, one.period)
        if earlier := sums.get(key):
            sums[key] = Sum(earlier.line, top.code, top.id, one.period, earlier.amount + amount)
        else:
            sums[key] = Sum(one.line, top.code, top.id, one.period, amount)
    return list(sums.values())


def choose_category(one: Planned, chooser: AccountCategories, said: AccountMap) -> Chosen | None:
    """The category by its own name or, where there is none, by that of its group."""
    if mapped := said.find(one.name) or said.find(one.category):
        if mapped.is_left_out:
            return None
        name = mapped.target.partition(PATH)[0].strip()
        if chooser.match([name])[0] is None and not chooser.create:
            return chooser.categories.choose(mapped.target)
        return chooser.choose(mapped.target, [name])
    by_group = one.group and chooser.match([one.category])[0] is None
    names = [one.category]
    if by_group and chooser.match([one.group])[0] is not None:
        names = [one.group]
    return chooser.choose(one.name, names)


def refuse_closed(
    terminal: Terminal, budget: BudgetFile, sums: list[Sum], chooser: AccountCategories
) -> None:
    """Raises BadFile where a category is closed in a month that is planned."""
    bad = []
    for one in sums:
        try:
            chooser.categories.choose(one.path, month=one.month)
        except Conflict as error:
            bad.append(BadLine(one.line, error.message))
    refuse_faults(terminal, budget, bad)


def write_sums(
    db: Database, terminal: Terminal, sums: list[Sum]
) -> tuple[WrittenBudgets, WrittenBudgets]:
    """Write the budgets of months, and those of years; what was written of each."""
    db.run(STAGE)
    rows = [
        (
            one.line, one.category_id, f"{one.month:%Y-%m-%d}", "year" if one.is_year else "month",
            f"{one.amount:f}",
        )
        for one in sums
    ]  # fmt: skip
    stage_rows(db, terminal, "budgets", "staged_budgets", STAGED, rows)
    written, yearly = db.one(WRITE), db.one(WRITE_YEARLY)
    assert written is not None and yearly is not None  # counts are always one row
    db.run(UNSTAGE)
    return written, yearly


def passed_over_notes(
    budget: BudgetFile, left_out: list[Planned], negative: list[Sum]
) -> list[Note]:
    """What was not written, and why."""
    notes = []
    if left_out:
        groups = truncated_list(list(dict.fromkeys(one.group for one in left_out)))
        message = f"{plural(len(left_out), 'line')} passed over that plan no spending: {groups}."
        notes.append(Note("NO_SPENDING", message))
    if negative:
        named = truncated_list(
            [f"{one.path} in {one.period[:7]} ({format_money(one.amount)})" for one in negative]
        )
        message = f"{plural(len(negative), 'budget')} below zero passed over: {named}."
        notes.append(Note("BELOW_ZERO", message))
    if budget.rolled:
        message = (
            f"{plural(budget.rolled, 'rolled budget')} passed over."
            " To roll them from the months before: finally budget roll"
        )
        notes.append(Note("ROLLED", message))
    return notes


def budget_sentences(imported: BudgetsImported) -> list[str]:
    """The counts in words."""
    if imported.first_month is None or imported.last_month is None:
        return ["Imported nothing."]
    total = imported.added + imported.replaced + imported.unchanged
    when = span_in_words(imported.first_month, imported.last_month)
    sentences = [
        f"Imported {plural(total, 'budget')} {when}: {imported.added:,} added,"
        f" {imported.replaced:,} replaced, {imported.unchanged:,} unchanged."
    ]
    if imported.categories_added:
        added = plural(imported.categories_added, "category", "categories")
        sentences.append(f"Added {added}.")
    return sentences
