"""finally import bank: what a bank's file says becomes entries, and nothing comes twice.

A file is read once into a temporary table; what each row is and becomes is a few statements over
all of them, so that a dry run does what the import does. All files of a command are written, or
none.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, confirm_month, writes
from finally_cli.commands.import_.bank_file import BankFile, open_bank_file
from finally_cli.commands.import_.bank_summary import Imported, bank_result, waiting_ids
from finally_cli.commands.import_.coverage import coverage_notes, moved_notes
from finally_cli.commands.import_.judge import judge_rows, unique_sources
from finally_cli.commands.import_.proof import (
    Account,
    balance_notes,
    prove_accounts,
    record_values,
)
from finally_cli.commands.import_.reading import Opened, Sayings, open_file
from finally_cli.commands.import_.sources import SOURCES, FileSources, note_source
from finally_cli.commands.import_.stage import report_writing
from finally_cli.commands.import_.stage_bank import refuse_bad_rows, stage_file
from finally_cli.commands.inbox import decisions
from finally_cli.commands.inbox.offer import offer_review
from finally_cli.commands.rule.find import load_rules
from finally_cli.commands.source.layout import (
    ColumnsOption,
    DatesOption,
    DecimalOption,
    DelimiterOption,
    EncodingOption,
    LayoutOption,
    SignOption,
    WordsOption,
)
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.csv_file import parse_file
from finally_cli.model.result import Result
from finally_cli.model.rules import RuleSet
from finally_cli.model.text import parse_name
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAdded:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameImport:
    id: str
    day: str


STAGE_JUDGED = Statement("import/stage_judged_rows", NoRows)
UNSTAGE = Statement("import/unstage_bank_rows", NoRows)
UNSTAGE_JUDGED = Statement("import/unstage_judged_rows", NoRows)
FIND_SAME = Statement("import/find_same", SameImport)
ADD_IMPORT = Statement("import/add_import", ImportAdded)
WRITE_ROWS = Statement("import/write_rows", NoRows)
BRING_BACK = Statement("import/bring_back", NoRows)
STAGE_RULE_DECISIONS = Statement("import/stage_rule_decisions", NoRows)
FIND_PAIRS = Statement("import/find_pairs", NoRows)
PAIR_TRANSFERS = Statement("import/pair_transfers", NoRows)

Files = Annotated[
    list[str],
    typer.Argument(
        parser=parse_file, metavar="FILE...", help="The bank's files; - is standard input."
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source", parser=parse_name, metavar="NAME",
        help="Whose account it is; one that is not there yet is added.",
    ),
]  # fmt: skip
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Write the good rows, and list the bad ones (exit 3)."),
]
Resurrect = Annotated[
    bool, typer.Option("--resurrect", help="Bring back what was deleted since it was imported.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Take the bank's balance where a value is another.")
]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the value where the balance is another.")]


@dataclass(slots=True)
class Options:
    """How the files of a command are taken."""

    source: str | None
    keep_going: bool
    resurrect: bool
    replace: bool
    keep: bool


@writes(dated=True)
def bank(
    db: Database,
    terminal: Terminal,
    files: Files,
    dry_run: bool,
    source: SourceOption = None,
    keep_going: KeepGoing = False,
    resurrect: Resurrect = False,
    replace: Replace = False,
    keep: Keep = False,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    columns: ColumnsOption = None,
    dates: DatesOption = None,
    decimal: DecimalOption = None,
    sign: SignOption = None,
    words: WordsOption = None,
    layout: LayoutOption = None,
) -> Result:
    """Import what a bank offers to download: CSV, OFX, QFX, QIF, CAMT or MT940.

    What the file is, its content says. Rows that are in the books already are known and passed
    over, however often they come. A rule gives a row its category; what no rule decides waits in
    the inbox, and in a terminal you are asked whether to go through it at once. Where the balances
    prove that no row is missing, those at the ends of months become the values of the source's
    asset.

    Examples:
        finally import bank giro.ofx --source Giro --dry-run
        finally import bank giro.ofx --source Giro
    """
    if replace and keep:
        raise BadUsage("--replace and --keep cannot both be given", "Choose one of them.")
    said = Sayings(encoding, delimiter, dates, decimal, sign, columns, words, layout)
    options = Options(source, keep_going, resurrect, replace, keep)
    imported = Imported()
    with ExitStack() as files_open:
        # All that is asked is asked before anything is locked, or done.
        opened = []
        for file in files:
            content = files_open.enter_context(open_bank_file(file))
            sources = FileSources(db.all(SOURCES), options.source, db.user.base_currency)
            opened.append(
                (content, open_file(content.content, sources, said, terminal), sources.named)
            )
        db.lock_user()
        db.run(STAGE_JUDGED)
        db.run(decisions.STAGE)
        rules = load_rules(db)
        for number, (content, known, named) in enumerate(opened, start=1):
            sources = FileSources(db.all(SOURCES), named, db.user.base_currency)
            import_file(db, terminal, content, known, number, sources, rules, options, imported)
    decisions.write_entries(db)
    db.run(decisions.UNSTAGE)
    for number in range(1, len(files) + 1):
        db.run(FIND_PAIRS, file=number)
        db.run(PAIR_TRANSFERS, file=number)
    result = bank_result(db, terminal, imported, is_dry=dry_run)
    if result.stream is None:
        db.run(UNSTAGE_JUDGED)
    return result if dry_run else offer_review(db, terminal, result, waiting_ids(result))


def import_file(
    db: Database,
    terminal: Terminal,
    file: BankFile,
    opened: Opened,
    number: int,
    sources: FileSources,
    rules: RuleSet,
    options: Options,
    imported: Imported,
) -> None:
    """Write one file, or refuse it. Raises BadFile, and Conflict where a value is another."""
    staged = stage_file(
        db,
        terminal,
        opened.reading,
        sources,
        rules,
        has_statements=opened.format in ("mt940", "camt"),
    )
    imported.bad += refuse_bad_rows(terminal, staged, file.name, keep_going=options.keep_going)
    imported.notes += staged.notes
    imported.files.append(file.name)
    if not staged.parts:
        raise BadFile(
            "the file holds no account and no rows", "Nothing was written.", code="FILE_EMPTY"
        )
    imported.said += sources.keep(db)
    if opened.layout is not None:
        for source in unique_sources(staged):
            if source.layout != opened.layout:
                note_source(db, source, layout=opened.layout)
    judge_rows(db, staged, number, opened.format, opened.words_from, resurrect=options.resurrect)
    accounts = prove_accounts(db, staged, number)
    for account in accounts:
        confirm_month(terminal, account.last_day)
    ids = [keep_import(db, account, file, opened, imported) for account in accounts]
    with report_writing(terminal, "rows", staged.rows):
        db.run(
            WRITE_ROWS, file=number, source_ids=[one.source.id for one in accounts], import_ids=ids
        )
        db.run(BRING_BACK, file=number)
        db.run(STAGE_RULE_DECISIONS, file=number)
    for account, import_id in zip(accounts, ids, strict=True):
        imported.notes += balance_notes(account)
        imported.notes += record_values(
            db, account, number, import_id, replace=options.replace, keep=options.keep
        )
        imported.notes += coverage_notes(db, account, number)
    imported.notes += moved_notes(db, number)
    imported.accounts += accounts
    imported.import_ids += ids
    db.run(UNSTAGE)


def keep_import(
    db: Database, account: Account, file: BankFile, opened: Opened, imported: Imported
) -> str:
    """Record the file as an import of one of its sources; its id, or that of the same bytes."""
    same = db.one(FIND_SAME, source_id=account.source.id, file_hash=file.hash)
    if same is not None:
        said = f"{file.name} was imported on {same.day} already."
        if said not in imported.said:
            imported.said.append(said)
        return same.id
    added = db.one(
        ADD_IMPORT,
        source_id=account.source.id,
        file_name=file.name,
        file_hash=file.hash,
        format=opened.format,
        words_from=opened.words_from,
        rows_read=account.rows,
        first_day=account.first_day,
        last_day=account.last_day,
        opening=account.opening,
        opening_on=account.opening_on,
        closing=account.closing,
        closing_on=account.closing_on,
        follows=account.follows,
    )
    assert added is not None  # it has been inserted
    return added.id
