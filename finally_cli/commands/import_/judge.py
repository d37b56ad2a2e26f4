"""What each row of a bank's file is, and what becomes of it: a few statements over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.commands.import_.sources import Source, note_source
from finally_cli.commands.import_.stage_bank import Staged
from finally_cli.model.kinds import Count
from finally_cli.model.rules import rule_in_words
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class IdKind:
    """Whether the ids in a section tell its rows apart, or only count them."""

    section: int
    rows: Count
    has_ids: bool
    only_counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HasSome:
    has_some: bool


ID_KINDS = Statement("import/id_kinds", IdKind)
REKEY = Statement("import/rekey", NoRows)
HAS_OTHER_FORMATS = Statement("import/has_other_formats", HasSome)
IDENTIFY = Statement("import/identify_rows", NoRows)
RECOGNISE_WITHOUT_IDS = Statement("import/recognise_without_ids", NoRows)
RECOGNISE_MOVED = Statement("import/recognise_moved", NoRows)
RECOGNISE_OTHER_FORMATS = Statement("import/recognise_other_formats", NoRows)
DECIDE = Statement("import/decide_rows", NoRows)
FIND_TWINS = Statement("import/find_twins", NoRows)


def judge_rows(
    db: Database,
    staged: Staged,
    file: int,
    file_format: str,
    words_from: str | None,
    *,
    resurrect: bool,
) -> None:
    """Say of each staged row what it is and what becomes of it, in the table of judged rows."""
    by_id = settle_ids(db, staged)
    db.copy(
        "staged_sections",
        ("section", "source_id", "by_id"),
        [(part.number, part.source.id, by_id[part.source.id]) for part in staged.parts],
    )
    db.run(IDENTIFY, file=file, resurrect=resurrect)
    if any(by_id.values()):
        db.run(RECOGNISE_WITHOUT_IDS, file=file)
        db.run(RECOGNISE_MOVED, file=file)
    sources = unique_sources(staged)
    if any(has_other_formats(db, one.id, file_format, words_from) for one in sources):
        db.run(RECOGNISE_OTHER_FORMATS, file=file, format=file_format, words_from=words_from)
    db.run(
        DECIDE,
        file=file,
        base_currency=db.user.base_currency,
        rule_ids=list(staged.rules),
        rules=[rule_in_words(rule) for rule in staged.rules.values()],
    )
    while db.run(FIND_TWINS, file=file):
        pass


def has_other_formats(
    db: Database, source_id: str, file_format: str, words_from: str | None
) -> bool:
    """Whether the books have files of a source whose rows have other words."""
    found = db.one(
        HAS_OTHER_FORMATS, source_id=source_id, format=file_format, words_from=words_from
    )
    return found is not None and found.has_some


def settle_ids(db: Database, staged: Staged) -> dict[str, bool]:
    """Whether the bank's ids tell rows apart, for each source; the books are told what is new."""
    kinds = {kind.section: kind for kind in db.all(ID_KINDS)}
    by_id: dict[str, bool] = {}
    for source in unique_sources(staged):
        own = [part.number for part in staged.parts if part.source.id == source.id]
        has_ids = ids_tell_apart(source.has_ids, [kinds[n] for n in own if n in kinds])
        if has_ids is not None and has_ids != source.has_ids:
            note_source(db, source, has_ids=has_ids)
            if has_ids != bool(source.has_ids):
                db.run(REKEY, source_id=source.id, by_id=has_ids)
        by_id[source.id] = bool(has_ids)
    return by_id


def ids_tell_apart(before: bool | None, kinds: list[IdKind]) -> bool | None:
    """Whether a source's ids are ids, by what files said before and this one says; None is unknown.

    Ids that count the rows of a file from 1 begin anew in the next one: they are none, from then
    on. A single row with the number 1 decides nothing.
    """
    if before is False or any(kind.only_counts and kind.rows > 1 for kind in kinds):
        return False
    if any(kind.has_ids and not kind.only_counts for kind in kinds):
        return True
    return before


def unique_sources(staged: Staged) -> list[Source]:
    """The sources of a file, each once, in the order of the file."""
    return list({part.source.id: part.source for part in staged.parts}.values())
