"""Lines typed with editing keys, and with what was typed before at the arrow keys: readline."""

from __future__ import annotations

import signal
import sys

SOON = 0.1  # seconds in which readline, once it has called its hook, waits for a key


class LineEditor:
    """Python's readline, with a history of its own that no file ever holds.

    Raises ImportError where Python was built without it.
    """

    def __init__(self) -> None:
        import readline

        self.readline = readline
        readline.clear_history()
        readline.set_auto_history(False)  # a yes is no answer that one wants back
        self.is_gnu = "libedit" not in (readline.__doc__ or "")
        if self.is_gnu:
            # A column of values that is pasted is an answer a line, as where nothing is edited.
            readline.parse_and_bind("set enable-bracketed-paste off")

    def ask(self, question: str) -> str:
        """A line typed in answer. Raises EOFError at the end of input."""
        if not self.is_gnu:
            return input(question)
        self.readline.set_pre_input_hook(let_interrupts_in)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return input(question)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def remember(self, line: str) -> None:
        """Have the line at the arrow keys from now on."""
        last = self.readline.get_current_history_length()
        if line and (not last or self.readline.get_history_item(last) != line):
            self.readline.add_history(line)


def let_interrupts_in() -> None:
    """What readline calls once the question is shown.

    Python's readline looks for Ctrl-C only when it wakes up: one that comes between the question
    and its sleep is noticed with the next key. Held up until now, it comes again during the sleep.
    """
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    except KeyboardInterrupt:
        from threading import Timer, main_thread

        again = (main_thread().ident or 0, signal.SIGINT)
        Timer(SOON, signal.pthread_kill, again).start()


def line_editor() -> LineEditor | None:
    """The editor; None where Python lacks it, or stdout, where it writes, goes elsewhere."""
    try:
        return LineEditor() if sys.stdout.isatty() else None
    except ImportError:
        return None
