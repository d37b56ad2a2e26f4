"""Who may come in: peer authentication, so that only the owner's own processes can."""

from __future__ import annotations

import os
from pathlib import Path

OWNER = "finally"
EVERYDAY = "finally_app"
UNPRIVILEGED = "finally_owner"  # owns what was restored, and is no superuser

HBA = """\
# Written by finally at every start; changes are lost.
local all all peer map=finally
"""


IDENT = """\
# Written by finally at every start; changes are lost.
finally {login} {owner}
finally {login} {everyday}
"""


def ident(login: str) -> str:
    """pg_ident.conf: this login of the operating system may be either role.

    >>> print(ident("ada l.").splitlines()[1])
    finally "ada l." finally
    """
    return IDENT.format(login=one_word(login), owner=OWNER, everyday=EVERYDAY)


def ident_of_restores(login: str) -> str:
    """The line of pg_ident.conf that lets this login restore as a role without privileges."""
    return f"finally {one_word(login)} {UNPRIVILEGED}\n"


def one_word(login: str) -> str:
    """A login as one word of the file, whatever is in it."""
    return '"' + login.replace('"', '""') + '"'


def write_access_files(home: Path, login: str, group: int | None) -> tuple[Path, Path]:
    """Bring pg_hba.conf and pg_ident.conf up to date; `group` is who else must read them."""
    hba, names = home / "pg_hba.conf", home / "pg_ident.conf"
    write_if_changed(hba, HBA, group)
    write_if_changed(names, ident(login) + ident_of_restores(login), group)
    return hba, names


def write_if_changed(path: Path, text: str, group: int | None) -> None:
    """Write the file unless it already says that. Only one process writes: it holds `alive`."""
    content = os.fsencode(text)
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    import tempfile

    file, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with 0600
    try:
        with os.fdopen(file, "wb") as stream:
            if group is not None:
                os.fchown(file, -1, group)
                os.fchmod(file, 0o640)
            stream.write(content)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
