"""What a backup says of itself: versions, and the rows and the hash of every table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from finally_cli.model.errors import IntegrityFailed
from finally_cli.model.text import is_control

FORMAT = "finally.backup/1"
LONGEST_TEXT, LONGEST_ROLE = 1000, 63  # bytes
LARGEST = 1 << 62  # of a count, and in bytes of a file
SHA256 = 64  # hexadecimal digits
HEXADECIMAL = re.compile(r"[0-9a-f]*").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """How many rows a table has, and the SHA-256 (hex) of all of them in the order of their key."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The newest audit event of one user: an anchor for `finally audit verify`."""

    user_id: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
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
    migrations: tuple[AppliedMigration, ...]
    roles: tuple[str, ...]
    tables: Mapping[str, Content]
    audit: tuple[AuditHead, ...]
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
        """The manifest of the same backup with its proof."""
        return replace(self, proof=Proof(at=at, server=server))

    def to_json(self) -> bytes:
        """As it is signed and written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True, default=format_time).encode()


def format_time(value: object) -> str:
    """A time as text."""
    assert isinstance(value, datetime)
    return value.astimezone(UTC).isoformat()


def from_json(text: bytes) -> Manifest:
    """Read what `to_json` wrote. Raises IntegrityFailed for anything else, signed or not."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found.pop("format") != FORMAT:
            raise IntegrityFailed(
                "the backup has a form that this program does not know",
                "Use a newer finally: pip install --upgrade finally-cli",
                code="BACKUP_FORMAT",
            )
        proof = found.pop("proof")
        manifest = Manifest(
            made_at=parse_time(found.pop("made_at")),
            migrations=tuple(AppliedMigration(**one) for one in found.pop("migrations")),
            roles=tuple(found.pop("roles")),
            tables={name: Content(**one) for name, one in found.pop("tables").items()},
            audit=tuple(AuditHead(**one) for one in found.pop("audit")),
            dump=Dump(**found.pop("dump")),
            proof=None if proof is None else Proof(**{**proof, "at": parse_time(proof["at"])}),
            **found,
        )
        refuse_odd(manifest)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise IntegrityFailed(
            "the backup's manifest cannot be read",
            "Use another backup: finally db backups",
            code="BACKUP_DAMAGED",
        ) from None
    return manifest


def parse_time(text: object) -> datetime:
    """A time with its zone, in UTC. Raises ValueError, TypeError or OverflowError."""
    if not isinstance(text, str):
        raise TypeError(text)
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(text)
    return when.astimezone(UTC)


def refuse_odd(manifest: Manifest) -> None:
    """Raise ValueError for values that `to_json` never wrote: they would fail far from here."""
    made = (manifest.reason, manifest.source, manifest.program, manifest.server, manifest.dumped_by)
    steps, heads = manifest.migrations, manifest.audit
    contents, dump = manifest.tables.values(), manifest.dump
    proofs = [manifest.proof.server] if manifest.proof else []
    for line in (*made, *proofs, *(step.name for step in steps), *(head.user_id for head in heads)):
        refuse_text(line, LONGEST_TEXT)
        if any(map(is_control, line)):
            raise ValueError(line)
    for name in manifest.tables:
        refuse_text(name, LONGEST_TEXT)
    for role in manifest.roles:
        refuse_text(role, LONGEST_ROLE)
        if not role or role.startswith("pg_") or role in ("public", "none"):  # no server has such
            raise ValueError(role)
    hashes = [dump.sha256, *(step.sha256 for step in steps), *(head.hash for head in heads)]
    hashes += [content.sha256 for content in contents]
    if not all(map(HEXADECIMAL, hashes)) or len(dump.sha256) != SHA256:
        raise ValueError(hashes)
    counts = [dump.bytes, *(step.version for step in steps), *(head.sequence for head in heads)]
    for number in (*counts, *(content.rows for content in contents)):
        if type(number) is not int or not 0 <= number <= LARGEST:
            raise ValueError(number)


def refuse_text(text: object, longest: int) -> None:
    """Raise ValueError for what is no text that a server could have given, or too long a one."""
    if not isinstance(text, str) or len(text.encode()) > longest or "\0" in text:
        raise ValueError(text)


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
