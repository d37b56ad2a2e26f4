"""What an import changed, in counts and in words."""

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import Terminal
from finally_cli.model.importing.items import ItemFile
from finally_cli.model.kinds import Count, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenValues:
    added: Count
    replaced: Count
    unchanged: Count
    first_month: Month | None
    last_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file changed: values added, replaced and left as they were, and assets added."""

    added: Count
    replaced: Count
    unchanged: Count
    assets_added: Count
    first_month: Month
    last_month: Month


def import_summary(
    terminal: Terminal,
    written: WrittenValues,
    assets_added: int,
    negative_debts: int,
    cut: tuple[int, str] | None,
) -> Result:
    """What was written, in words and in counts."""
    assert written.first_month is not None and written.last_month is not None  # there are values
    imported = Imported(
        added=written.added,
        replaced=written.replaced,
        unchanged=written.unchanged,
        assets_added=assets_added,
        first_month=written.first_month,
        last_month=written.last_month,
    )
    notes = open_end_notes(cut)
    if negative_debts:
        came = "was taken as" if negative_debts == 1 else "were taken as"
        message = f"{plural(negative_debts, 'value')} of debts with a minus {came} owed to you."
        notes.append(Note("NEGATIVE_DEBTS", message))
    for note in notes:
        terminal.say(note.message)
    return Result(
        Imported, [imported], "Imported", notes=notes, sentences=import_sentences(imported)
    )


def import_sentences(imported: Imported) -> list[str]:
    """The counts in words."""
    months = span_in_words(imported.first_month, imported.last_month)
    total = imported.added + imported.replaced + imported.unchanged
    values = (
        f"Imported {plural(total, 'value')} {months}: {imported.added:,} added,"
        f" {imported.replaced:,} replaced, {imported.unchanged:,} unchanged."
    )
    if not imported.assets_added:
        return [values]
    return [f"Added {plural(imported.assets_added, 'asset')}.", values]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsWritten:
    items: Count
    amount: Money
    first_month: Month | None
    last_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsImported:
    """The incomes or expenses that a file has added, and their sum; months are null where none was.

    `passed_over` were in the books already, and `zeros` are lines of 0.00.
    """

    items: Count
    amount: Money
    passed_over: Count
    zeros: Count
    first_month: Month | None
    last_month: Month | None


def items_summary(
    terminal: Terminal,
    noun: str,
    written: ItemsWritten,
    passed_over: int,
    file: ItemFile,
    currency: str,
) -> Result:
    """What was written, in words and in sums."""
    imported = ItemsImported(
        items=written.items,
        amount=written.amount,
        passed_over=passed_over,
        zeros=file.zeros,
        first_month=written.first_month,
        last_month=written.last_month,
    )
    sentence = "Imported nothing."
    if written.first_month is not None and written.last_month is not None:
        months = span_in_words(written.first_month, written.last_month)
        sentence = (
            f"Imported {plural(imported.items, noun)} {months},"
            f" {format_money(imported.amount)} {currency} in all."
        )
    notes = passed_over_notes(plural(passed_over, noun), passed_over)
    notes += zeros_notes(plural(file.zeros, "line"), file.zeros)
    notes += open_end_notes(file.open_end())
    for note in notes:
        terminal.say(note.message)
    about = {"currency": currency}
    return Result(ItemsImported, [imported], "Imported", about, notes=notes, sentences=[sentence])


def passed_over_notes(entries: str, count: int) -> list[Note]:
    """Says how many of a file's entries were in the books already."""
    if not count:
        return []
    message = f"{entries} passed over: in the books already. To import all the same: --again"
    return [Note("PASSED_OVER", message)]


def zeros_notes(lines: str, count: int) -> list[Note]:
    """Says how many of a file's lines moved nothing."""
    return [Note("ZEROS", f"{lines} of 0.00 passed over.")] if count else []


def open_end_notes(cut: tuple[int, str] | None) -> list[Note]:
    """Says that a file may have been cut off in the amount that it ends in."""
    if cut is None:
        return []
    line, amount = cut
    message = (
        f"line {line} ends in the amount {quote(amount)} without a line end:"
        " if the file was cut off there, the amount is not whole."
    )
    return [Note("NO_LINE_END", message)]


def span_in_words(first: date, last: date) -> str:
    """The months in words."""
    if first == last:
        return f"for {format_month(first)}"
    return f"from {format_month(first)} to {format_month(last)}"
