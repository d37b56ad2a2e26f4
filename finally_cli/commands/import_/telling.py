"""What an import changed, in counts and in words."""

from dataclasses import dataclass

from finally_cli.commands.wiring import Talk
from finally_cli.model.kinds import Count, Month
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
    first, last = written(imported.first_month), written(imported.last_month)
    months = f"for {first}" if first == last else f"from {first} to {last}"
    total = imported.added + imported.replaced + imported.unchanged
    values = (
        f"Imported {plural(total, 'value')} {months}: {imported.added:,} added,"
        f" {imported.replaced:,} replaced, {imported.unchanged:,} unchanged."
    )
    if not imported.assets_added:
        return [values]
    return [f"Added {plural(imported.assets_added, 'asset')}.", values]
