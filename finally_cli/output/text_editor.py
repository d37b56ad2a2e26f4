"""A text that a person edits in a program of their own, as git has it: $VISUAL, else $EDITOR."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from finally_cli.model.errors import FinallyError, Interrupted, Refused, ResourceFull
from finally_cli.model.text import quote

USUAL = ("editor", "vi", "nano")  # where a person has named none
MISSING = (126, 127)  # what the shell ends with where it could not run a program
DEAF = ("SIGINT", "SIGQUIT")  # which are meant for the editor while it is there
DEADLY = ("SIGHUP", "SIGTERM")


def text_editor(environment: Mapping[str, str], *, has_terminal: bool) -> str:
    """The command of the person's editor, as a shell runs it.

    One that they have named needs no terminal, for all we know, and runs without one. Raises
    Refused where they have named none that is there.
    """
    names = ("EDITOR",) if environment.get("TERM") == "dumb" else ("VISUAL", "EDITOR")
    for name in names:
        if command := environment.get(name, "").strip():
            if is_missing(command):
                raise no_such_editor(command)
            return command
    if not has_terminal:
        raise Refused(
            "there is no terminal to edit on",
            "Name an editor that needs none in EDITOR, or give assets and values:"
            " finally snapshot add NAME=VALUE ...",
            code="NO_TERMINAL",
        )
    found = next(filter(shutil.which, USUAL), "")
    if not found:
        raise Refused(
            "there is no editor to open it in",
            "Name one in EDITOR, such as EDITOR=nano.",
            code="EDITOR_NOT_FOUND",
        )
    return found


def is_missing(command: str) -> bool:
    """Whether the program of a command is not there, as far as that is seen without a shell.

    >>> is_missing("no-such-editor --wait"), is_missing("LANG=C sh"), is_missing("~/bin/mine")
    (True, False, False)
    """
    import shlex

    try:
        words = shlex.split(command)
    except ValueError:  # a quote that does not close: the shell will say so
        return False
    program = next((word for word in words if "=" not in word), "")
    return not set(program) & set("~$`;&|()") and shutil.which(program) is None


def no_such_editor(command: str) -> Refused:
    """The refusal of an editor that is not there."""
    return Refused(
        f"there is no editor {quote(command)} here",
        "Name another one in EDITOR, such as EDITOR=nano.",
        code="EDITOR_NOT_FOUND",
    )


class Draft:
    """A text in a private file, which is open to an editor, and whose file goes at the end.

    What a person has typed is not lost: where the work fails the file stays, and is named.
    """

    def __init__(self, name: str, text: str) -> None:
        """Raises ResourceFull, or Refused where no file can be made."""
        with refusing_no_room():
            self.path = Path(tempfile.mkdtemp(prefix="finally-")) / name  # a folder of 0700
        self.opened = text
        self.is_open = False
        self.write(text)

    def write(self, text: str) -> None:
        """Put a text in the place of the present one, all of it or nothing."""
        new = self.path.with_name(f".{self.path.name}")
        with refusing_no_room():
            number = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(number, "wb") as stream:
                stream.write(text.encode("utf-8", "surrogateescape"))
            new.replace(self.path)

    def read(self) -> str:
        """The text as it is now; bytes that are no UTF-8 are kept as half of a surrogate pair.

        Raises Refused where the editor has left no file.
        """
        try:
            text = self.path.read_bytes().decode("utf-8-sig", "surrogateescape")
        except OSError as error:
            raise Refused(
                f"the editor has left no file to read: {error.strerror}", "Nothing was changed."
            ) from None
        return text.replace("\r\n", "\n")

    def edit(self, command: str) -> str:
        """Wait until a person has left their editor; the text then.

        Raises Refused where it ended with an error, and Interrupted where we are to end first.
        """
        import subprocess

        with as_signals_go_to_the_editor():
            self.is_open = True
            process = subprocess.Popen(
                ["/bin/sh", "-c", f'{command} "$@"', command, str(self.path)],
                stdout=None if sys.stdout.isatty() else 2,  # data goes to stdout, and nothing else
            )
            code = process.wait()
            self.is_open = False
        if code in MISSING:
            raise no_such_editor(command)
        if code:
            how = f"exit code {code}" if code > 0 else f"signal {-code}"
            raise Refused(
                f"the editor {quote(command)} ended with {how}",
                "Nothing was changed.",
                code="EDITOR_FAILED",
            )
        return self.read()

    def remove(self) -> None:
        """Take the file away, and what an editor has left beside it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def keep(self, error: BaseException) -> BaseException:
        """The error that ends the work, which says where it is; where nothing was typed, it goes.

        An editor that is still there may hold more than the file.
        """
        try:
            is_needed = self.is_open or self.read() != self.opened
        except FinallyError:
            is_needed = False
        if not is_needed:
            self.remove()
            return error
        if isinstance(error, KeyboardInterrupt | EOFError):
            error = Interrupted("interrupted: nothing was changed")
        if not isinstance(error, FinallyError):
            with suppress(OSError):
                print(f"What you typed is kept in {self.path}", file=sys.stderr, flush=True)
            return error
        error.hint = f"What you typed is kept in {self.path}. {error.hint}".strip()
        error.details = {**error.details, "kept": str(self.path)}
        return error


@contextmanager
def as_signals_go_to_the_editor() -> Iterator[None]:
    """Ctrl-C is meant for the editor while it is there; what ends us leaves the text where it is.

    Raises Interrupted for a signal that would end us.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise Interrupted(f"ended by {signal.Signals(number).name}: nothing was changed")

    handlers = {name: lambda number, frame: None for name in DEAF} | dict.fromkeys(DEADLY, end)
    # A handler, and not SIG_IGN, which the editor would inherit.
    before = {name: signal.signal(getattr(signal, name), handlers[name]) for name in handlers}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextmanager
def refusing_no_room() -> Iterator[None]:
    """Have a file that cannot be written refused in two sentences."""
    try:
        yield
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (ResourceFull if is_full else Refused)(
            f"there is no room for the text to edit: {error.strerror or error}",
            "Free some space, or name another folder in TMPDIR.",
        ) from None
