"""What an import changed, in counts and in words."""

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.wiring import Talk
from finally_cli.model.kinds import Count, Money, Month
from finally_cli.model.money import shown
from finally_cli.model.month import written
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    added: Count
    replaced: Count
    unchanged: Count
    negative_debts: Count
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


def told(talk: Talk, result: Written, assets_added: int) -> Sheet:
    """What was written, in words and in counts."""
    assert result.first_month is not None and result.last_month is not None  # there are values
    imported = Imported(
        added=result.added,
        replaced=result.replaced,
        unchanged=result.unchanged,
        assets_added=assets_added,
        first_month=result.first_month,
        last_month=result.last_month,
    )
    notes = []
    if result.negative_debts:
        message = (
            f"{plural(result.negative_debts, 'value')} of debts came with a minus, as if they were"
            " owed to you: a debt is written as what is owed."
        )
        talk.say(message)
        notes.append(Note("NEGATIVE_DEBTS", message))
    return Sheet(Imported, [imported], "Imported", notes=notes, sentences=sentences(imported))


def sentences(imported: Imported) -> list[str]:
    """The counts in words."""
    months = span(imported.first_month, imported.last_month)
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
    """The incomes or expenses that a file has added, and their sum."""

    items: Count
    amount: Money
    first_month: Month
    last_month: Month


def told_of_items(talk: Talk, noun: str, result: ItemsWritten, twins: int, currency: str) -> Sheet:
    """What was written, in words and in sums."""
    assert result.first_month is not None and result.last_month is not None  # there are entries
    imported = ItemsImported(
        items=result.items,
        amount=result.amount,
        first_month=result.first_month,
        last_month=result.last_month,
    )
    notes = []
    if twins:
        were, are = ("was", "is") if twins == 1 else ("were", "are")
        message = (
            f"{plural(twins, noun)} of the file {were} in the books already,"
            f" and {are} there once more now."
        )
        talk.say(message)
        notes.append(Note("TWINS", message))
    sentence = (
        f"Imported {plural(imported.items, noun)}"
        f" {span(imported.first_month, imported.last_month)},"
        f" {shown(imported.amount)} {currency} in all."
    )
    about = {"currency": currency}
    return Sheet(ItemsImported, [imported], "Imported", about, notes=notes, sentences=[sentence])


def span(first: date, last: date) -> str:
    """The months in words."""
    if first == last:
        return f"for {written(first)}"
    return f"from {written(first)} to {written(last)}"
