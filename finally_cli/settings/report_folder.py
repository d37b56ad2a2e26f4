"""The folder `reports` beside config.toml: the user's own reports, and who may have put them there.

What is run is what was looked at: a file is opened once, and its owner, its mode and its text are
those of what was opened. Nothing of another user's is ever read as a report.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from finally_cli.model.errors import BadFile, Conflict, Denied, NotFound, Refused, ResourceFull
from finally_cli.model.folder import make_private
from finally_cli.model.report_file import NAME
from finally_cli.model.sql_text import LONGEST
from finally_cli.model.text import did_you_mean, quote, size_text, suggestions
from finally_cli.settings.file import config_file

FOLDER, ENDING = "reports", ".sql"
LARGEST = LONGEST  # bytes of a report, as many as a statement may have characters
OF_OTHERS = stat.S_IWGRP | stat.S_IWOTH
UNSAFE = "REPORT_NOT_SAFE"


def reports_folder() -> Path:
    """Where the user's own reports lie."""
    return config_file().parent / FOLDER


def report_path(name: str) -> Path:
    """The file of a report."""
    return reports_folder() / f"{name}{ENDING}"


def find_reports() -> list[str]:
    """The names of all files there that end as a report does, in order; none without a folder.

    A name may be one that no report can have. Raises Denied for a folder that others can write to.
    """
    try:
        with open_folder() as folder:
            found = os.listdir(folder)  # noqa: PTH208  of what was opened
    except NotFound:
        return []
    return sorted(
        one.removesuffix(ENDING)
        for one in found
        if one.endswith(ENDING) and not one.startswith(".")  # what editors keep beside a file
    )


def read_report(name: str) -> str:
    """The text of a report, once it is known to be the user's own.

    Raises NotFound; Denied for what others could have written, or what is no file; BadFile for what
    is too large or no text.
    """
    path = report_path(name)
    if not re.fullmatch(NAME, name):
        raise no_such_report(name)
    with open_folder() as folder:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            number = os.open(path.name, flags, dir_fd=folder)
        except FileNotFoundError:
            raise no_such_report(name) from None
        except OSError as error:
            raise not_opened(path, error) from None
        try:
            told = os.fstat(number)
            if not stat.S_ISREG(told.st_mode):
                raise Denied(f"{path} is no file", "Put a file there.", code=UNSAFE)
            refuse_others(path, told)
            with open(number, "rb", closefd=False) as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            raise not_opened(path, error) from None
        finally:
            os.close(number)
    if len(content) > LARGEST:
        raise BadFile(
            f"{path} is larger than {size_text(LARGEST)}", "A report is one statement; shorten it."
        )
    return decode(path, content)


def decode(path: Path, content: bytes) -> str:
    """The text of a file. Raises BadFile with the line of what is none."""
    place = content.find(b"\0")
    try:
        text = content.decode("utf-8")
        what = "it holds a NUL"
    except UnicodeDecodeError as error:
        place, what, text = error.start, "it is not UTF-8", ""
    if place >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise BadFile(f"{path}, line {line}: {what}", "Save it as a text, in UTF-8.")
    return text


def no_such_report(name: str) -> NotFound:
    """The refusal of a name that no file has."""
    known: list[str] = []
    with suppress(Denied, Refused):
        known = find_reports()
    return NotFound(
        f"there is no report of your own named {quote(name)}",
        did_you_mean(suggestions(name, known, 0.6)) + "Write one with: finally report new NAME",
        code="REPORT_NOT_FOUND",
    )


@contextmanager
def open_folder() -> Iterator[int]:
    """The folder of reports, as a descriptor, once it is known to be the user's own.

    Raises NotFound where there is none, and Denied.
    """
    path = reports_folder()
    try:
        number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise NotFound(
            "there are no reports of your own",
            "Write one with: finally report new NAME",
            code="REPORT_NOT_FOUND",
        ) from None
    except OSError as error:
        raise not_opened(path, error) from None
    try:
        refuse_others(path, os.fstat(number))
        yield number
    finally:
        os.close(number)


def not_opened(path: Path, error: OSError) -> Denied:
    """The refusal of a file or folder that cannot be opened as what it is."""
    if error.errno in (errno.ELOOP, errno.EMLINK) or path.is_symlink():
        return Denied(
            f"{path} is a link to somewhere else, which is not followed",
            "Put what it leads to in its place.",
            code=UNSAFE,
        )
    if error.errno == errno.ENOTDIR:
        return Denied(f"{path} is no folder", "Move it away.", code=UNSAFE)
    return Denied(f"{path} cannot be read: {error.strerror}", "Mend its permissions.", code=UNSAFE)


def refuse_others(path: Path, told: os.stat_result) -> None:
    """Raises Denied for what somebody else owns, or can write to."""
    user = os.geteuid()
    if told.st_uid != user:
        if user == 0 and str(told.st_uid) == os.environ.get("SUDO_UID"):
            hint = "Run it without sudo."
        else:
            hint = f"Read it; if it is to be yours: sudo chown {user} {shlex.quote(str(path))}"
        raise Denied(f"{path} belongs to another user", hint, code=UNSAFE)
    if told.st_mode & OF_OTHERS:
        raise Denied(
            f"others can write to {path}",
            f"Read it; then close it: chmod go-w {shlex.quote(str(path))}",
            code=UNSAFE,
        )


def write_report(name: str, text: str) -> Path:
    """Write a new report, for its owner alone; where it is. The folder is made if need be.

    Raises Conflict where there is something of that name, Denied for a folder that others can write
    to, Refused and ResourceFull.
    """
    path = report_path(name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        make_private(path.parent)
        with open_folder() as folder:
            try:
                number = os.open(path.name, flags, 0o600, dir_fd=folder)
            except FileExistsError:
                raise Conflict(
                    f"{path} is there already",
                    f"Choose another name, or look at it: finally report {name} --help",
                    code="REPORT_EXISTS",
                ) from None
            try:
                with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123  as opened
                    file.write(text)
                    file.flush()
                    os.fsync(number)
            except BaseException:
                with suppress(OSError):
                    os.unlink(path.name, dir_fd=folder)
                raise
    except OSError as error:
        kind = ResourceFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else Refused
        raise kind(
            f"cannot write {path}: {error.strerror or error}",
            "Free some space, or mend its permissions.",
        ) from None
    return path
