"""Writers at work on one embedded server, and somebody who kills what he can find.

One starts the program for each expense, as people do; the others are long-lived processes that run
the same command again and again. What has been acknowledged is written down here, outside the
database, only after the command has ended with 0.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from finally_cli.model.errors import ExitCode
from finally_cli.model.profile import Profile
from finally_cli.store.session import open_session
from tests.support.processes import CHECKOUT, Program, environment

WHOM = ("client", "server", "backend")
LASTING = 2  # writers that live long
REAL = 5  # every so many looks are a process of their own; the others are quicker
MONTH = ("--month", "2026-11")
# What a command may say whose server is killed under it; anything else is a bug.
MAY_FAIL_WITH = {ExitCode.NOT_REACHABLE, ExitCode.INTERRUPTED, -signal.SIGKILL}


@dataclass
class Storm:
    """What was killed, what was acknowledged, and how commands ended that were not."""

    home: Path
    killed: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    failed: Counter[int] = field(default_factory=Counter)
    at_work: set[int] = field(default_factory=set)  # process ids of clients
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def program(self) -> Program:
        return Program(self.home)

    # -- the writers

    def begin(self, stack: ExitStack) -> None:
        """Make the books, and set all writers to work until the stack unwinds."""
        assert self.program("expense", "add", "1", "food", *MONTH, "--note", "first").exit_code == 0
        self.acknowledged.add("first")
        threads = [
            threading.Thread(target=self.starting, args=("starting",)),
            *(
                threading.Thread(target=self.lasting, args=(f"lasting{number}",))
                for number in range(LASTING)
            ),
        ]
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(self.end)

    def end(self) -> None:
        """Let the writers come to their end; the long-lived ones are killed."""
        self.over.set()
        for pid in list(self.at_work):
            kill(pid)

    def starting(self, name: str) -> None:
        """Start the program for each expense."""
        number = 0
        while not self.over.is_set():
            number += 1
            note = f"{name}-{number}"
            process = self.program.start("expense", "add", "1", "food", *MONTH, "--note", note)
            with self.known(process):
                _, told = process.communicate(timeout=60)
            assert "Traceback" not in told, told
            self.note(note if process.returncode == 0 else str(process.returncode))

    def lasting(self, name: str) -> None:
        """Keep one process that records expenses; killed, it is followed by another."""
        life = 0
        while not self.over.is_set():
            life += 1
            process = subprocess.Popen(
                [sys.executable, CHECKOUT / "tests/support/crash_writer.py", f"{name}.{life}"],
                env=environment(self.home),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            with self.known(process):
                assert process.stdout is not None
                for line in process.stdout:
                    if line.endswith("\n"):
                        self.note(line.strip())

    @contextmanager
    def known(self, process: subprocess.Popen[str]) -> Iterator[None]:
        """A process that may be killed, until it has ended."""
        with process:
            self.at_work.add(process.pid)
            try:
                if self.over.is_set():
                    process.kill()
                yield
            finally:
                self.at_work.discard(process.pid)

    def note(self, said: str) -> None:
        """Write down an acknowledgement, or the exit code that came instead of one."""
        with suppress(ValueError):
            self.failed[int(said)] += 1
            return
        self.acknowledged.add(said)

    # -- the killer

    def strike(self, whom: str) -> None:
        """Kill a client, the server or one of its backends; wait for one to come by."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if victims := self.victims(whom):
                pid = random.choice(victims)
                kill(pid)
                self.killed[whom] += 1
                if whom == "backend":
                    wait_until_reaped(pid)
                return
            time.sleep(0.01)
        raise AssertionError(f"no {whom} came by within a minute")

    def victims(self, whom: str) -> list[int]:
        """The processes of that kind that are there now."""
        if whom == "client":
            return list(self.at_work)
        shown = subprocess.run(
            ["ps", "-ww", "-A", "-o", "pid=,ppid=,command="],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        found = [line.split(None, 2) for line in shown.splitlines()]
        servers = [int(pid) for pid, _, *words in found if f"-D {self.data}/18" in " ".join(words)]
        if whom == "server":
            return servers
        return [int(pid) for pid, parent, *_ in found if int(parent) in servers]

    # -- the proof

    def look(self, *, real: bool) -> list[str]:
        """The notes of all expenses, by the next command. Raises if it does not work at once."""
        if real:
            shown = self.program("expense", "list", *MONTH, "--json")
            assert shown.exit_code == 0, shown.stderr
            return [row["note"] for row in shown.json["rows"]]
        profile = Profile(name="home", engine="embedded", data_dir=self.data)
        with open_session(profile, read_only=True, tell=lambda sentence: None) as db:
            rows = db.connection.execute("SELECT description FROM expense_items")
            return [note for (note,) in rows]

    def prove(self, *, real: bool) -> None:
        """See that the next command works, and that nothing acknowledged so far is missing."""
        sure = set(self.acknowledged)
        found = self.look(real=real)
        assert len(found) == len(set(found)), "an expense is there twice"
        assert sure <= set(found), f"lost: {sorted(sure - set(found))[:5]}"


def kill(pid: int) -> None:
    """Kill, whether or not it still is there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until_reaped(pid: int) -> None:
    """Until the server has seen that one of its processes is dead."""
    until = time.monotonic() + 10
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(pid, 0)
            time.sleep(0.001)


def survived(home: Path, kills: int) -> Storm:
    """Kill so many things, look after each, and at last verify the audit; what there was."""
    storm = Storm(home)
    with ExitStack() as stack:
        storm.begin(stack)
        for number in range(kills):
            time.sleep(random.uniform(0, 0.3))
            storm.strike(WHOM[number % len(WHOM)])
            storm.prove(real=random.randrange(REAL) == 0)
    storm.prove(real=True)
    verified = storm.program("audit", "verify")
    assert verified.exit_code == 0, verified.stdout + verified.stderr
    assert set(storm.failed) <= MAY_FAIL_WITH, storm.failed
    return storm
