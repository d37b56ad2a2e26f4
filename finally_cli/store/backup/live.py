"""What a restore would replace: whether it is there, whether it holds books, what it has since."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError
from finally_cli.model.manifest import Head, Manifest
from finally_cli.store import migrations
from finally_cli.store.backup import swapping
from finally_cli.store.backup.content import heads
from finally_cli.store.backup.site import Site
from finally_cli.store.preparing import holds_data

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True)
class Live:
    """The database that is to be replaced. `events` counts what the backup does not have."""

    exists: bool
    holds_data: bool
    events: int | None


def looked_at(site: Site, connection: psycopg.Connection[Any], manifest: Manifest) -> Live:
    """What is to be replaced; books too damaged to be asked count as books."""
    exists = any(one.name == site.database for one in swapping.beside(connection, site.database))
    if not exists:
        return Live(False, False, None)
    try:
        with closing(site.connect()) as live:
            if not migrations.applied(live):
                return Live(True, False, None)
            return Live(True, holds_data(live), since(manifest.audit, heads(live)))
    except FinallyError:
        return Live(True, True, None)


def since(then: tuple[Head, ...], now: tuple[Head, ...]) -> int:
    """How many audit events there are that a backup does not have."""
    known = {head.user_id: head.sequence for head in then}
    return sum(max(0, head.sequence - known.get(head.user_id, 0)) for head in now)
