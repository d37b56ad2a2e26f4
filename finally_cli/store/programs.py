"""stand-in, replaced by the helper's"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Client:
    target: str
    environment: dict[str, str]
    pass_fds: tuple[int, ...]


def find(name: str, given: Mapping[str, Any], server_version: int) -> Path:
    from finally_cli.store.embedded import binaries

    return binaries.folder() / name


@contextmanager
def client(given: Mapping[str, Any]) -> Iterator[Client]:
    import psycopg

    from finally_cli.store.embedded import binaries

    yield Client(psycopg.conninfo.make_conninfo("", **given), binaries.environment(), ())
