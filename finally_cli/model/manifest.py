"""What a backup says of itself: versions, and the rows and the hash of every table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from finally_cli.model.errors import IntegrityFailed

FORMAT = "finally.backup/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """How many rows a table has, and the SHA-256 (hex) of all of them in the order of their key."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest audit event of one user: an anchor for `finally audit verify`."""

    user_id: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One migration of the schema."""

    version: int
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The archive of pg_dump that lies beside the manifest."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """When the dump was restored and found equal, and by which server."""

    at: datetime
    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup's own account. `source` is the engine and the name of what was backed up;
    `roles` are those that the grants in it name; `proof` is missing where none was asked for."""

    made_at: datetime
    reason: str
    source: str
    program: str
    server: str
    dumped_by: str
    migrations: tuple[Applied, ...]
    roles: tuple[str, ...]
    tables: Mapping[str, Content]
    audit: tuple[Head, ...]
    dump: Dump
    proof: Proof | None = None
    format: str = field(default=FORMAT)

    @property
    def schema(self) -> int:
        """The version of its schema."""
        return max((migration.version for migration in self.migrations), default=0)

    @property
    def rows(self) -> int:
        """The rows of all tables together."""
        return sum(content.rows for content in self.tables.values())

    def proven(self, at: datetime, server: str) -> Manifest:
        """The same, with its proof."""
        return replace(self, proof=Proof(at=at, server=server))

    def to_json(self) -> bytes:
        """As it is signed and written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, default=written).encode()


def written(value: object) -> str:
    """A time as text."""
    assert isinstance(value, datetime)
    return value.astimezone(UTC).isoformat()


def from_json(text: bytes) -> Manifest:
    """Read what `to_json` wrote. Raises IntegrityFailed for anything else."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found.pop("format") != FORMAT:
            raise IntegrityFailed(
                "the backup has a form that this program does not know",
                "Use a newer finally: pip install --upgrade finally-cli",
                code="BACKUP_FORMAT",
            )
        proof = found.pop("proof")
        return Manifest(
            made_at=datetime.fromisoformat(found.pop("made_at")),
            migrations=tuple(Applied(**one) for one in found.pop("migrations")),
            roles=tuple(found.pop("roles")),
            tables={name: Content(**one) for name, one in found.pop("tables").items()},
            audit=tuple(Head(**one) for one in found.pop("audit")),
            dump=Dump(**found.pop("dump")),
            proof=proof and Proof(at=datetime.fromisoformat(proof["at"]), server=proof["server"]),
            **found,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IntegrityFailed(
            "the backup's manifest cannot be read",
            "Use another backup: finally db backups",
            code="BACKUP_DAMAGED",
        ) from None


def differences(said: Mapping[str, Content], found: Mapping[str, Content]) -> list[str]:
    """Which tables are not as they should be, in words.

    >>> one, two = Content(rows=1, sha256="a"), Content(rows=2, sha256="b")
    >>> differences({"assets": one, "users": one, "gone": one}, {"assets": two, "users": one})
    ['assets has 2 rows instead of 1', 'gone is missing']
    """
    words = []
    for name in sorted({*said, *found}):
        if name not in found:
            words.append(f"{name} is missing")
        elif name not in said:
            words.append(f"{name} is not in the backup")
        elif said[name].rows != found[name].rows:
            words.append(f"{name} has {found[name].rows} rows instead of {said[name].rows}")
        elif said[name] != found[name]:
            words.append(f"{name} has other rows")
    return words
