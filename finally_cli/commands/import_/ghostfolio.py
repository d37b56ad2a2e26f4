"""finally import ghostfolio: the balances of its accounts, as values."""

from __future__ import annotations

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.import_.accounts import AccountAssets, refuse_unknown_assets
from finally_cli.commands.import_.balances import record_balances
from finally_cli.commands.import_.categories import MapFile, Maps
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.snapshots import CreateAssets
from finally_cli.commands.import_.stage import JsonFile
from finally_cli.model.importing.account_map import make_map
from finally_cli.model.importing.csv_file import open_csv
from finally_cli.model.importing.ghostfolio import GhostfolioFile, read_export
from finally_cli.model.importing.values import Columns
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database

COLUMNS = Columns({}, {}, (), "balance")  # a debt is below zero


@writes(dated=True)
def ghostfolio(
    db: Database,
    terminal: Terminal,
    file: JsonFile,
    maps: Maps = None,
    map_file: MapFile = None,
    create_assets: CreateAssets = False,
) -> Result:
    """Import the balances of accounts from the JSON file that Ghostfolio exports.

    The value of a month is its last balance; a month without one has no value. An account is the
    asset of that name, or what --map says it is; others are added with --create-assets, as cash. An
    earlier value of the same month is replaced.

    Examples:
        finally import ghostfolio export.json --create-assets
        finally import ghostfolio export.json --map ING=Checking --map Old=-
    """
    said = make_map(maps or [], map_file)
    with open_csv(file) as text:
        export = read_export(text.read())
    refuse_faults(terminal, export, export.bad, each="balance")
    assets = AccountAssets(db, said, create=create_assets)
    owners = {
        name: assets.find(name, [name], is_debt=False, otherwise="CASH")
        for name in dict.fromkeys(account for account, _ in export.months)
    }
    refuse_unknown_assets(terminal, assets)
    rows = [
        (
            one.number, owner.asset, f"{one.day[:7]}-01", f"{one.amount:f}", owner.category,
            one.currency, None, None,
        )
        for one in export.months.values()
        if (owner := owners[one.account]) is not None
    ]  # fmt: skip
    notes = export_notes(export)
    result = record_balances(
        db, terminal, rows, export, COLUMNS, has_empty_months=False, notes=notes, each="balance"
    )
    for note in notes:
        terminal.say(note.message)
    return result


def export_notes(export: GhostfolioFile) -> list[Note]:
    """What was not taken as it stands in the file."""
    notes = []
    if export.rounded:
        many = plural(export.rounded, "balance")
        notes.append(Note("ROUNDED", f"{many} of more than four decimals rounded to four."))
    if export.activities:
        many = plural(export.activities, "activity", "activities")
        notes.append(Note("NO_ACTIVITIES", f"{many} not taken: values are of balances alone."))
    return notes
