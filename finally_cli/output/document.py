"""A document, which is an answer in a format of its own: to stdout, or whole into a file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NoReturn

from finally_cli.model.errors import BadUsage, Conflict, Denied, NotFound, Refused, ResourceFull
from finally_cli.model.text import escape_controls, quote

Parts = Iterable[str | bytes]
CHUNK = 1 << 16  # bytes that are written at once
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def stdout_chunks(parts: Parts, *, form: str, is_terminal: bool) -> Iterator[bytes]:
    """A document as stdout gets it: text in UTF-8 whatever the locale, and harmless on a terminal.

    Raises BadUsage where --json or --csv was asked for as well, and where bytes would go to a
    terminal; nothing has been written then.
    """
    if form != "table":
        raise BadUsage(
            f"the export itself goes to stdout, and --{form} would go there, too",
            f"Write the export to a file, -o FILE, or leave out --{form}.",
        )
    parts = iter(parts)
    first = next(parts, "")
    if is_terminal and isinstance(first, bytes):
        raise BadUsage(
            "the export is no text, and stdout is a terminal",
            "Write it to a file: -o FILE",
        )
    whole = chain([first], parts)
    yield from chunks(map(harmless, whole) if is_terminal else whole)


def harmless(part: str | bytes) -> str:
    """Text with what could act on a terminal written out, line by line."""
    return "\n".join(map(escape_controls, str(part).split("\n")))


def chunks(parts: Parts) -> Iterator[bytes]:
    """The bytes of a document, in pieces that are worth a write."""
    waiting = bytearray()
    for part in parts:
        waiting += part.encode() if isinstance(part, str) else part
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def write_document(parts: Parts, path: str, *, force: bool) -> int:
    """Write a document to a file, whole or not at all, for its owner alone; how many bytes.

    Its name is given once all is on the disk. `force` replaces a file, which keeps its mode; where
    that is a link, the file behind it. A device or a pipe is written to as it is.
    Raises BadUsage for no name, Conflict for a file that exists, Refused for a folder, NotFound
    where there is no folder to write to, Denied, ResourceFull.
    """
    if not path:
        raise BadUsage("the name of what is to be written is empty", "Name a file.")
    place = Path(os.path.realpath(path))
    try:
        there = status(path)
        if path.endswith(os.sep) or (there is not None and stat.S_ISDIR(there.st_mode)):
            raise Refused(
                f"{quote(path)} is a folder",
                "Name the file in it that is to be written.",
                code="IS_A_FOLDER",
            )
        if there is not None and not stat.S_ISREG(there.st_mode):
            with open(path, "wb") as stream:  # noqa: PTH123  what >(…) names has no other name
                return sum(stream.write(chunk) for chunk in chunks(parts))
        if there is not None and not force:
            raise file_exists(path)
        return write_whole(parts, place, there)
    except FileExistsError:
        raise file_exists(path) from None
    except OSError as error:
        refuse(path, error)


def status(path: str) -> os.stat_result | None:
    """What is there, behind any link; None for nothing."""
    try:
        return Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_whole(parts: Parts, place: Path, there: os.stat_result | None) -> int:
    """Write in the place's folder, then give the name. Raises FileExistsError for one that came."""
    number, partial = open_partial(place)
    try:
        with os.fdopen(number, "wb") as stream:
            size = sum(stream.write(chunk) for chunk in chunks(parts))
            if there is not None:
                os.fchmod(stream.fileno(), stat.S_IMODE(there.st_mode) & 0o777)
            stream.flush()
            os.fsync(stream.fileno())
            if partial is None and there is not None:  # only what has a name can replace another
                partial = beside(place)
                link_open_file(number, partial)
            if partial is None:
                link_open_file(number, place)
        if partial is not None and there is not None:
            partial.replace(place)
        elif partial is not None:
            give_name(partial, place)
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
    sync(place.parent)
    return size


def open_partial(place: Path) -> tuple[int, Path | None]:
    """A file to write to, for its owner alone: without a name where the system has such, so that
    nothing is left of it if we are killed."""
    import tempfile

    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        try:
            return os.open(place.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), None
        except OSError:  # not on every file system
            pass
    number, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name[:100]}-")  # 0600
    return number, Path(name)


def beside(place: Path) -> Path:
    """A name for a moment, in the same folder."""
    return place.with_name(f".{place.name[:100]}-{os.urandom(6).hex()}")


def link_open_file(number: int, name: Path) -> None:
    """Give an open file that has no name one. Raises FileExistsError."""
    folder = os.open(name.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:  # with a folder Python calls linkat, which goes through the link in /proc
        os.link(f"/proc/self/fd/{number}", name.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


def give_name(partial: Path, place: Path) -> None:
    """Name a complete file without replacing one. Raises FileExistsError."""
    try:
        os.link(partial, place)
    except FileExistsError:
        raise
    except OSError:  # where there are no hard links
        if os.path.lexists(place):
            raise FileExistsError from None
        partial.replace(place)


def sync(folder: Path) -> None:
    """Bring a name to the disk, where a folder can be opened for that."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(number)
    except OSError:
        return
    finally:
        os.close(number)


def file_exists(path: str) -> Conflict:
    """The refusal to replace a file unasked."""
    return Conflict(
        f"there is already a file {quote(path)}",
        "Choose another name, or replace it with --force.",
        code="FILE_EXISTS",
    )


def refuse(path: str, error: OSError) -> NoReturn:
    """What the operating system refused, as a sentence."""
    reason = error.strerror or str(error)
    what = f"{quote(path)} cannot be written: {reason}"
    if error.errno in FULL:
        raise ResourceFull(what, "Nothing is left of it. Free some space and try again.") from None
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        raise NotFound(
            f"{what}: {quote(str(Path(path).parent))}",
            "Make that folder first, or choose another.",
            code="NO_FOLDER",
        ) from None
    hint = "Choose a folder that is yours to write to."
    if error.errno == errno.EPIPE:
        hint = "What reads from it has ended; start that again."
    elif error.errno in (errno.ELOOP, errno.ENAMETOOLONG):
        hint = "Choose another name."
    raise Denied(what, hint, code="NOT_WRITABLE") from None
