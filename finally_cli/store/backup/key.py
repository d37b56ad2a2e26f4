"""The key that signs backups: made once, readable by its owner alone."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from finally_cli.model.errors import Denied, NotFound, ResourceFull
from finally_cli.model.profile import Profile

LENGTH = 32  # bytes, as long as the hash


def key_file(profile: Profile) -> Path:
    """Where the key lies: as told, or in the data folder."""
    return profile.backup_key or profile.data_dir / "backup.key"


def read_key(profile: Profile) -> bytes:
    """The key. Raises NotFound where there is none, Denied where others can read it."""
    file = key_file(profile)
    try:
        with file.open("rb") as stream:
            found = os.fstat(stream.fileno())
            text = stream.read(1000)
    except FileNotFoundError:
        raise NotFound(
            f"there is no key for backups: {file}",
            "Copy the backup.key of where the backup was made there, or name it with"
            " FINALLY_BACKUP_KEY.",
            code="NO_BACKUP_KEY",
        ) from None
    except OSError as error:
        raise Denied(
            f"the key for backups cannot be read: {error.strerror} ({file})",
            "Mend its permissions.",
            code="BACKUP_KEY_UNREADABLE",
        ) from None
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise Denied(
            f"the key for backups can be read by others: {file}",
            f"Close it: chmod 600 {file}",
            code="BACKUP_KEY_OPEN",
        )
    if not re.fullmatch(rb"[0-9a-f]{64}\s*", text):
        raise Denied(
            f"{file} does not hold a key for backups, 64 hexadecimal digits",
            "Put back the backup.key that was there; without it, older backups are not trusted.",
            code="BACKUP_KEY_DAMAGED",
        )
    return bytes.fromhex(text.decode())


def read_or_make_key(profile: Profile) -> bytes:
    """The key, made if there is none; of several callers at once one makes it."""
    file = key_file(profile)
    if not file.exists():
        make_key(file)
    return read_key(profile)


def make_key(file: Path) -> None:
    """Put a new key there, whole or not at all, unless somebody just did. Raises ResourceFull."""
    import secrets
    import tempfile

    try:
        number, draft = tempfile.mkstemp(dir=file.parent, prefix=".backup-key-")  # made with 0600
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(secrets.token_bytes(LENGTH).hex().encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    except OSError as error:
        raise ResourceFull(
            f"the key for backups cannot be written: {error.strerror or error} ({file})",
            "Free some space, or mend the permissions of its folder.",
            code="BACKUP_FAILED",
        ) from None
