"""finally import json: books that were exported, back into these.

Each row of the file goes by COPY into one temporary table, and a few statements over all of them
do the rest: all of a file is written, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.export.tables import TABLES, Table
from finally_cli.commands.import_.book_merge import (
    COUNT,
    FieldDifference,
    TableCounts,
    find_faults,
    gather_books,
    list_differences,
    match_rows,
    replace_rows,
)
from finally_cli.commands.import_.book_tables import TARGETS, book_tables
from finally_cli.commands.import_.book_write import refuse_rows, write_tables
from finally_cli.commands.import_.closes import close_again, closes_table
from finally_cli.commands.import_.stage import JsonFile
from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import BadFile, BadUsage, Conflict
from finally_cli.model.importing.books_file import BooksFile, Owner
from finally_cli.model.importing.csv_file import open_binary
from finally_cli.model.kinds import Count, kinds_of
from finally_cli.model.money import format_exact
from finally_cli.model.month import next_month
from finally_cli.model.month_begins import begins_in_words
from finally_cli.model.result import Note, Result
from finally_cli.model.text import fold_name, plural, quote
from finally_cli.store.database import Database, set_local
from finally_cli.store.statements import NoRows, Statement

MOST_TOLD, MOST_SHOWN = 1_000, 50  # fields that differ; a person is shown fewer
STAGED = ("table_name", "number", "id", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptiness:
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedCopies:
    corrected: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapAsset:
    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImported:
    """How many rows of a table were new, replaced, kept as they differ, and known."""

    table: str
    added: Count
    replaced: Count
    kept: Count
    known: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that the file has otherwise than the books. Null: not there, or nothing is said."""

    table: str
    name: str | None
    field: str
    ours: str | None
    theirs: str | None


IS_EMPTY = Statement("books/is_empty", Emptiness)
STAGE = Statement("books/stage", NoRows)
UNSTAGE = Statement("books/unstage", NoRows)
CORRECT_COPIES = Statement("books/correct_copies", CorrectedCopies)
LIST_CAP_ASSETS = Statement("books/list_cap_assets", CapAsset)

Replace = Annotated[
    bool, typer.Option("--replace", help="Take the file's word where the books have another.")
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep what the books have, as without --replace.")
]


@writes(destroys=True)
def json(
    db: Database, terminal: Terminal, file: JsonFile, replace: Replace = False, keep: Keep = False
) -> Result:
    """Import the books that finally export json has written, all of the file or nothing.

    Into empty books, all comes back: every report says the same. Into books with data, what is new
    is added; a row is known by its id, an asset or a source also by its name, and what there is one
    of a month by that. Where the file says something else than the books, each field is told, and
    kept; with --replace it is taken. The targets of a month are one whole.

    Examples:
        finally import json ann.json
        finally import json ann.json --replace --dry-run
    """
    if replace and keep:
        raise BadUsage("--replace and --keep cannot both be given", "Choose one of them.")
    db.lock_user()
    found = db.one(IS_EMPTY)
    assert found is not None  # it is always one row
    is_empty = found.is_empty
    db.run(STAGE)
    with open_binary(file) as stream, terminal.progress("Reading rows") as progress:
        books = BooksFile(stream, book_tables() | {"closes": closes_table()})
        db.copy("staged_books", STAGED, books.rows(), progress)
    rows = sum(books.counts.values())
    refuse_rows(terminal, books.bad, books.bad_rows, rows)
    check_owner(db, terminal, books, is_empty=is_empty)
    tables = [table for table in TABLES if table.name in books.counts]
    gather_books(db, [table.name for table in tables], is_empty=is_empty)
    faults = list(find_faults(db, tables))
    refuse_rows(terminal, faults, len(faults), rows)
    differences: list[Difference] = []
    if not is_empty:
        match_rows(db, tables)
        differences = find_differences(db, tables)
        if replace:
            replace_rows(db, tables)
    counts = db.all(COUNT)
    if books.owner.in_other_months:  # they had the months of their time, and were closed in them
        set_local(db.connection, months="as they are")
    write_tables(db, terminal, books, tables)
    set_local(db.connection, months="")
    if not is_empty:
        bring_up_to_date(db, counts)
    db.flush_deferred()  # once all is written, for it is one change
    closed = close_again(db, books, wanted=is_empty or replace)
    db.flush_deferred()  # another, so that the first can be taken back once months are open again
    db.run(UNSTAGE)
    return summary(terminal, books, counts, differences, closed, replaced=replace)


def check_owner(db: Database, terminal: Terminal, books: BooksFile, *, is_empty: bool) -> None:
    """Say whose books come in, and have empty ones kept in their currency, by their months.

    Raises Conflict for another currency, or other months of entries, than those of books with data;
    what `terminal.confirm` does for another person's.
    """
    owner = books.owner
    theirs, ours = owner.base_currency, db.user.base_currency
    if theirs != ours and not is_empty:
        raise Conflict(
            f"the file holds books in {quote(theirs)}, and these are kept in {ours}",
            "Import it into empty books: finally user add EMAIL, and then with --user EMAIL",
            code="CURRENCY_IN_USE",
        )
    has_days = any(books.counts.get(name) for name in ("incomes", "expenses"))
    other_months = owner.month_begins != db.user.month_begins
    if other_months and has_days and not is_empty:
        raise Conflict(
            f"months of income and expenses begin {begins_in_words(owner.month_begins)} in the"
            f" file, and {begins_in_words(db.user.month_begins)} in these books",
            f"Have them begin so here first: finally user edit --month-begins {owner.month_begins}."
            " Afterwards you can change them back.",
            code="MONTHS_DIFFER",
        )
    is_own = owner.id == db.user.id or fold_name(owner.email) == fold_name(db.user.email)
    whose = f"The file holds the books of {quote(owner.email)}"
    if not is_own and is_empty:
        terminal.say(f"{whose}; they come into those of {quote(db.user.email)}.")
    elif not is_own:
        terminal.confirm(f"{whose}. Import them into those of {quote(db.user.email)}?")
    if is_empty and (theirs != ours or other_months):
        begin_as(db, terminal, owner)


def begin_as(db: Database, terminal: Terminal, owner: Owner) -> None:
    """Have empty books kept in the currency of a file's owner, by their months."""
    from finally_cli.commands.user.edit import EDIT

    try:
        currency = parse_currency(owner.base_currency)
    except BadUsage as error:
        raise BadFile(f"the file's currency: {error.message}", error.hint) from None
    if currency != db.user.base_currency:
        terminal.say(f"These books are kept in {currency} from now on, as those of the file are.")
    begins = owner.month_begins
    if begins != db.user.month_begins:
        terminal.say(
            f"Months of income and expenses begin {begins_in_words(begins)} from now on, as those"
            " of the file do."
        )
    db.all(
        EDIT, email=None, display_name=None, cognito_sub=None, base_currency=currency, begins=begins
    )
    db.user = replace(db.user, month_begins=begins)


def find_differences(db: Database, tables: Sequence[Table]) -> list[Difference]:
    """The fields that differ, table by table: the first of them."""
    every = (
        difference(table, found)
        for table in tables
        for found in list_differences(db, table, MOST_TOLD)
    )
    return list(islice(every, MOST_TOLD))


def difference(table: Table, found: FieldDifference) -> Difference:
    """A field that differs, as it is written in the file."""
    kind = kinds_of(table.statement.row).get(found.field, "text")

    def written(value: str | None) -> str | None:
        if value is None:
            return None
        if kind == "month":
            return value[:7]
        if kind == "money":
            return format_exact(Decimal(value))
        if kind in ("percent", "rate") and "." in value:
            return value.rstrip("0").rstrip(".")
        return value

    return Difference(
        table=table.name,
        name=found.name,
        field=found.field,
        ours=written(found.ours),
        theirs=written(found.theirs),
    )


def bring_up_to_date(db: Database, counts: Sequence[TableCounts]) -> None:
    """Have what the books keep of the newest, or carry, follow what came in between."""
    written = {one.table_name for one in counts if one.added or one.replaced}
    if "values" in written:
        db.one(CORRECT_COPIES)
    if "market_caps" in written:
        from finally_cli.commands.marketcap.newest import SHOW_NEWEST

        assets = [one.id for one in db.all(LIST_CAP_ASSETS)]
        db.run(SHOW_NEWEST, asset_ids=assets, last=next_month())
    if not written.isdisjoint(TARGETS):
        from finally_cli.commands.targets.target_set import SHOW_NEWEST as SHOW_TARGETS

        db.run(SHOW_TARGETS)


def summary(
    terminal: Terminal,
    books: BooksFile,
    counts: Sequence[TableCounts],
    differences: Sequence[Difference],
    closed: tuple[list[str], list[Note]],
    *,
    replaced: bool,
) -> Result:
    """What came of the file, in counts and in words, and where it differs."""
    by_name = {one.table_name: one for one in counts}
    rows = [
        TableImported(
            table=table.name,
            added=one.added,
            replaced=one.replaced,
            kept=one.kept,
            known=one.known,
        )
        for table in TABLES
        if (one := by_name.get(table.name)) is not None
    ]
    sentences, left = closed
    notes = summary_notes(counts, differences, replaced=replaced) + left
    for note in notes:
        terminal.say(note.message)
    if differences:
        title = "Where the file differs" + (
            ", and was taken" if replaced else ", and was not taken"
        )
        terminal.show(Result(Difference, differences[:MOST_SHOWN], title))
        if len(differences) > MOST_SHOWN:
            terminal.say(f"… and {len(differences) - MOST_SHOWN:,} more fields, told in --json.")
    about = {
        "owner": books.owner.email,
        "is_part": books.is_part,
        "currency": books.owner.base_currency,
        "differences": [asdict(one) for one in differences],
    }
    return Result(
        TableImported, rows, "Imported", about, notes=notes,
        sentences=summary_sentences(rows) + sentences,
    )  # fmt: skip


def summary_sentences(rows: Sequence[TableImported]) -> list[str]:
    """The counts in words: what was added, of each table, and what became of the others."""
    added = sum(row.added for row in rows)
    each = ", ".join(f"{row.table} {row.added:,}" for row in rows if row.added)
    sentences = [f"Imported {plural(added, 'row')}: {each}." if added else "Nothing was new."]
    for count, one, several in (
        (sum(row.known for row in rows), "was known already", "were known already"),
        (sum(row.replaced for row in rows), "was replaced", "were replaced"),
        (sum(row.kept for row in rows), "was kept as it is here", "were kept as they are here"),
    ):
        if count:
            sentences.append(f"{plural(count, 'row')} {one if count == 1 else several}.")
    return sentences


def summary_notes(
    counts: Sequence[TableCounts], differences: Sequence[Difference], *, replaced: bool
) -> list[Note]:
    """What a person should know of how rows were told from one another."""
    notes = []
    if renamed := [one for one in counts if one.renamed]:
        each = ", ".join(f"{one.table_name} {one.renamed:,}" for one in renamed)
        message = f"Taken for what the books have under another id: {each}."
        notes.append(Note("OTHER_IDS", message))
    kept = sum(one.kept for one in counts)
    if kept and not replaced:
        are = "differs" if kept == 1 else "differ"
        message = f"{plural(kept, 'row')} {are} from the books. To take the file's: --replace"
        notes.append(Note("DIFFERENCES", message))
    if len(differences) == MOST_TOLD:
        notes.append(Note("CUT_SHORT", f"The first {MOST_TOLD:,} fields that differ are listed."))
    return notes
