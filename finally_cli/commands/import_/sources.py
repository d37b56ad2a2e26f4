"""Which source a part of a bank's file is of, by the account that it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from finally_cli.model.bank.rows import Section, mask_account
from finally_cli.model.errors import BadFile
from finally_cli.model.text import fold_name, or_list, parse_name, quote
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An account at a bank, with what a file must agree with."""

    id: str
    source: str
    currency: str
    account_key: str | None
    has_ids: bool | None
    layout: str | None
    asset_id: str | None
    asset: str | None
    is_debt: bool
    closed_on: date | None

    def fits(self, section: Section) -> bool:
        """Whether a part of a file names this account."""
        return self.account_key == section.account_key and section.currency in (None, self.currency)


SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source", parser=parse_name, metavar="NAME",
        help="Only of this account: finally source list.",
    ),
]  # fmt: skip
SOURCES = Statement("import/sources", Source)
ADD_SOURCE = Statement("import/add_source", NoRows)
NOTE_SOURCE = Statement("import/note_source", NoRows)


class FileSources:
    """The source of each part of a file, as its parts come; new ones are added at the end.

    `named` is what --source says. No statement can run while a file is read: all is known before.
    """

    def __init__(self, sources: list[Source], named: str | None, base: str) -> None:
        self.sources = sources
        self.named = named
        self.base = base
        self.found: dict[tuple[str | None, str | None], Source] = {}
        self.fresh: list[Source] = []

    def of(self, section: Section) -> Source:
        """The source of a part. Raises BadFile where none is certain, or it is another's."""
        account = (section.account_key, section.currency)
        if account not in self.found:
            self.found[account] = self.find(section)
        return self.found[account]

    def by_name(self, name: str | None = None) -> Source | None:
        """The source of a name, or the one that --source names, if it is there."""
        wanted = name or self.named
        if wanted is None:
            return None
        return next(
            (one for one in self.sources if fold_name(one.source) == fold_name(wanted)), None
        )

    def fitting(self, section: Section) -> list[Source]:
        """The sources that are known to be of an account; there may be one in each currency."""
        return [one for one in self.sources if section.account_key and one.fits(section)]

    def find(self, section: Section) -> Source:
        """The source of an account that has not been met in this file."""
        fitting = self.fitting(section)
        if self.named is None:
            if fitting:
                return fitting[0]
            raise self.unnamed(section)
        for name in self.names_of(section):
            found = self.by_name(name)
            if found and (found in fitting or (not fitting and self.can_be(found, section))):
                return found
        named = self.by_name(self.named)
        if named and not self.found:
            raise (
                self.of_another(fitting[0], named)
                if fitting
                else self.other_account(named, section)
            )
        return fitting[0] if fitting else self.add(section)

    def names_of(self, section: Section) -> list[str]:
        """What a source may be called that --source names, where a file is of several."""
        assert self.named is not None
        key, currency = section.account_key or "", section.currency
        ends = [key if key.isalpha() else key[-4:], currency]
        if any(source.account_key == key for source in self.sources):
            ends.reverse()  # they differ in their currency
        return [self.named, *(f"{self.named} {end}" for end in ends if end)]

    def of_another(self, own: Source, named: Source) -> BadFile:
        """The refusal of a name where the file is known to be of another source."""
        return BadFile(
            f"the file is of {quote(own.source)}, not of {quote(named.source)}",
            "Leave --source out: the file says it.",
            code="OTHER_ACCOUNT",
        )

    def can_be(self, source: Source, section: Section) -> bool:
        """Whether a source may be of an account that no source is known to be of."""
        key = section.account_key
        same = source.account_key is None or key is None or source.account_key == key
        return same and section.currency in (None, source.currency)

    def other_account(self, source: Source, section: Section) -> BadFile:
        """The refusal of a file of another account, or in another currency, than its source's."""
        key, own = section.account_key, source.account_key
        if key != own and key and own:
            message = (
                f"the file is of the account {mask_account(key)},"
                f" and {quote(source.source)} is {mask_account(own)}"
            )
        else:
            message = (
                f"the file is in {section.currency}, and {quote(source.source)} is in"
                f" {source.currency}"
            )
        hint = "For an account that is not there yet, say another name: --source NAME"
        return BadFile(message, hint, code="OTHER_ACCOUNT")

    def unnamed(self, section: Section) -> BadFile:
        """The refusal of a file whose account is not known, and none was named."""
        key = f" {mask_account(section.account_key)}" if section.account_key else ""
        known = [one.source for one in self.sources]
        there = f" Sources are {or_list(known)}." if known else ""
        return BadFile(
            f"the account{key} of the file is none of your sources",
            f"Say which it is, or how to call it: --source NAME.{there}",
            code="SOURCE_NOT_SAID",
        )

    def add(self, section: Section) -> Source:
        """A source for an account that is not there yet: of several in a file, each has a name."""
        names = self.names_of(section)
        name = next((one for one in names if not self.by_name(one)), names[0])
        source = Source(
            id=str(uuid4()), source=name, currency=section.currency or self.base,
            account_key=section.account_key, has_ids=None, layout=None,
            asset_id=None, asset=None, is_debt=False, closed_on=None,
        )  # fmt: skip
        self.fresh.append(source)
        self.sources.append(source)
        return source

    def keep(self, db: Database) -> list[str]:
        """Add the new ones to the books, and note the account of those that had none; in words."""
        said = []
        for source in self.fresh:
            db.run(
                ADD_SOURCE, id=source.id, source_name=source.source, currency=source.currency,
                account_key=source.account_key,
            )  # fmt: skip
            said.append(f"Added the source {quote(source.source)}, in {source.currency}.")
        self.fresh = []
        for account, source in self.found.items():
            if account[0] and source.account_key is None:
                note_source(db, source, account_key=account[0])
                self.found[account] = replace(source, account_key=account[0])
        return said


def note_source(
    db: Database,
    source: Source,
    *,
    account_key: str | None = None,
    has_ids: bool | None = None,
    layout: str | None = None,
) -> None:
    """Keep what a file has said of its source."""
    db.run(NOTE_SOURCE, id=source.id, account_key=account_key, has_ids=has_ids, layout=layout)
