"""How the server is configured: its settings, its roles, and who may connect as which.

By peer authentication only processes of the owner's own login get in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

PORT = 5432  # only a part of the socket's name; there is no TCP

# Written once into postgresql.conf by initdb, where whoever wants may change them. Together they
# brought the median start from 43 to 18 ms, with 10 MB of memory when idle.
TUNING = {
    "shared_buffers": "16MB",
    "max_connections": "50",
    "superuser_reserved_connections": "3",
    "dynamic_shared_memory_type": "mmap",
    "io_method": "sync",
    "huge_pages": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "2GB",  # at half of it a checkpoint; a million expenses write 0.7 GB
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "0",
    "max_logical_replication_workers": "0",
    "autovacuum_worker_slots": "2",
    "autovacuum_max_workers": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def fixed_settings(socket_folder: Path, hba: Path, ident: Path) -> dict[str, str]:
    """What holds at every start, whatever postgresql.conf says: privacy, and what we read back."""
    return {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": list_element(socket_folder),
        "unix_socket_permissions": "0700",
        "hba_file": str(hba),
        "ident_file": str(ident),
        "logging_collector": "off",
        "log_destination": "stderr",
        # LOG stands above ERROR here: the household's statements and data never reach the log.
        "log_min_messages": "log",
        # Nor what finally sql has the server say of a statement: not the statement, and no details.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] %e ",
        "cluster_name": "",
        # A statement of the user's own that sorts without end fills no disk.
        "temp_file_limit": "10GB",
    }


def list_element(folder: Path) -> str:
    """One folder as an element of a comma-separated list.

    >>> print(list_element(Path('/a,b/"c')))
    "/a,b/""c"
    """
    return '"' + str(folder).replace('"', '""') + '"'


def setting_arguments(settings: Mapping[str, str]) -> Iterator[str]:
    """The settings as command-line arguments.

    >>> list(setting_arguments({"fsync": "off"}))
    ['-c', 'fsync=off']
    """
    for name, value in settings.items():
        yield from ("-c", f"{name}={value}")


# The roles of a cluster.
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


def ident_lines(login: str) -> str:
    """pg_ident.conf: this login of the operating system may be either role.

    >>> print(ident_lines("ada l.").splitlines()[1])
    finally "ada l." finally
    """
    return IDENT.format(login=quote_login(login), owner=OWNER, everyday=EVERYDAY)


def restore_ident_line(login: str) -> str:
    """The line of pg_ident.conf that lets this login restore as a role without privileges."""
    return f"finally {quote_login(login)} {UNPRIVILEGED}\n"


def quote_login(login: str) -> str:
    """A login as one word of the file, whatever is in it."""
    return '"' + login.replace('"', '""') + '"'


def write_access_files(home: Path, login: str, group: int | None) -> tuple[Path, Path]:
    """Bring pg_hba.conf and pg_ident.conf up to date; `group` is who else must read them."""
    hba, names = home / "pg_hba.conf", home / "pg_ident.conf"
    write_if_changed(hba, HBA, group)
    write_if_changed(names, ident_lines(login) + restore_ident_line(login), group)
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
