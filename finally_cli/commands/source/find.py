"""A source by what a person types, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.lookup import refuse_several
from finally_cli.model.bank.rows import mask_account
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Code, Id
from finally_cli.model.text import did_you_mean, or_list, quote, suggestions
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """An account at a bank; `layout` is JSON."""

    id: Id
    source: str
    currency: Code
    account_key: str | None
    asset_id: str | None
    asset: str | None
    layout: str | None
    has_rows: bool
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceName:
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as it stands after a change; its account is masked."""

    source: str
    currency: str
    account: str | None
    asset: str | None
    has_layout: bool
    id: Id


FIND_SOURCES = Statement("source/find", FoundSource)
SOURCE_NAMES = Statement("source/names", SourceName)


def find_source(db: Database, wanted: str) -> FoundSource:
    """The source of that name, or whose id begins so.

    Raises NotFound with the nearest names, or when an id's beginning fits several.
    """
    found = db.all(FIND_SOURCES, wanted=wanted.strip())
    if found and found[0].is_named:
        return found[0]
    if not found:
        close = did_you_mean(suggestions(wanted, [row.source for row in db.all(SOURCE_NAMES)]))
        raise NotFound(
            f"there is no source named {quote(wanted)}",
            f"{close}See them all with: finally source list",
            code="SOURCE_NOT_FOUND",
        )
    names = or_list([row.source for row in found])
    refuse_several(found, wanted, f"sources: {names}", "Type more of the id, or the name.")
    return found[0]


def masked(key: str | None) -> str | None:
    """An account's number as it is shown."""
    return mask_account(key) if key else None


def source_row(
    source: str, currency: str, key: str | None, asset: str | None, layout: str | None, id_: str
) -> SourceRow:
    """A source as it is told after a change."""
    return SourceRow(
        source=source,
        currency=currency,
        account=masked(key),
        asset=asset,
        has_layout=layout is not None,
        id=id_,
    )
