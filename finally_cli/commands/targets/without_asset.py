"""Which targets are left without an asset when one is closed, deleted or moved elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.model.kinds import CategoryName, Code, Month, Percent
from finally_cli.model.month import format_month
from finally_cli.model.percent import format_percent
from finally_cli.model.result import Note
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutAsset:
    """A set's target of the category, where no other asset is open there, and the asset's part."""

    first_month: Month
    category: Code
    name: CategoryName
    target: Percent | None
    part: Percent | None


WITHOUT_ASSET = Statement("targets/without_asset", WithoutAsset)


def targets_without_asset(db: Database, asset_id: str, month: date) -> list[WithoutAsset]:
    """What is left without an asset if that one is gone from a month on; asked before it is."""
    return db.all(WITHOUT_ASSET, id=asset_id, month=month)


def category_note(left: list[WithoutAsset]) -> list[Note]:
    """Says that a category has a target and no open asset any more."""
    first = next((row for row in left if row.target is not None), None)
    if first is None or first.target is None:
        return []
    return [
        Note(
            "TARGET_WITHOUT_ASSET",
            f"The target of {first.name}, {format_percent(first.target)} from"
            f" {format_month(first.first_month)} on, is left without an asset.",
            f"finally target clear {first.category} --from {format_month(first.first_month)}",
        )
    ]


def part_notes(left: list[WithoutAsset], asset: str) -> list[Note]:
    """Says that an asset which is closed was to be a part of its category."""
    first = next((row for row in left if row.part is not None), None)
    if first is None or first.part is None:
        return []
    return [
        Note(
            "SHARE_WITHOUT_ASSET",
            f"The share that {quote(asset)} should have, {format_percent(first.part)} of"
            f" {first.name} from {format_month(first.first_month)} on, is left without it:"
            " the others share it out.",
            f"finally target set --asset NAME PCT --from {format_month(first.first_month)}",
        )
    ]


def without_asset_sentences(notes: list[Note]) -> list[str]:
    """The notes as sentences, each with the command that mends it."""
    return [
        line
        for note in notes
        for line in (note.message, *([f"  {note.command}"] if note.command else []))
    ]
