"""The examples that end the help of each command: every one of them is run as it stands.

What looks at the books or changes them runs in this process, on the household of sample.sql, in a
transaction that is rolled back. What is about a machine, its server, its files and its settings,
runs in a shell on a machine of its own.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from finally_cli.store.embedded import EmbeddedServer, binaries
from tests.conftest import HOME, Outcome, Run, Server, cloned, command_line
from tests.support.bank_files import ofx
from tests.support.command_tree import Words, nodes, options, wired
from tests.support.published_rates import ecb_xml
from tests.support.shell import Shell

COMMANDS = {words: node for words, node in nodes().items() if not hasattr(node, "list_commands")}
LINES = [(words, line) for words, node in COMMANDS.items() for line in node.examples]
# What opens its database itself, or is written for a shell.
ON_A_MACHINE = {
    *(words for words, kind in wired().items() if kind in ("operates", "configures")),
    ("audit", "anchor"),
    ("audit", "verify"),
}
AN_EVENT = "3f2a91c7"  # the id of the newest one, in examples

# What was done just before, in the same books.
BEFORE = {
    ("audit", "show"): "finally expense add 5 food",
    ("category", "reopen"): "finally category close garden",
    ("target", "weigh"): 'finally marketcap set "World fund" 3.1T',
    ("undo",): "finally expense add 5 food",
    ("user", "revoke"): "finally user grant bob@example.org --role bob --profile server",
    ("user", "unshare"): "finally user share ann@example.org --with bob@example.org --read",
}
JOURNAL = """\
"txnidx","date","date2","status","code","description","comment","account","amount","commodity",\
"credit","debit","posting-status","posting-comment"
"1","2026-01-05","","","","Tank","","expenses:car","60.00","USD","","60.00","",""
"1","2026-01-05","","","","Tank","","assets:bank","-60.00","USD","60.00","","",""
"""
FILES = {
    "history.csv": "asset,category,2026-08,2026-09\nSavings,,15000,15100\nBoat,COLLECTIBLES,900,\n",
    "salaries.csv": "amount,category,month\n4000,SALARY,2026-11\n",
    "bank.csv": "amount,category,date,note\n42.50,FOOD,2026-11-05,Market\n9.90,FEES,2026-11-06,\n",
    "journal.csv": JOURNAL,
    "balances.csv": '"account","2026-01","2026-02"\n"assets:bank","10 USD","12.50 USD"\n',
    "budget.csv": '"Month","Category Group","Category","Budgeted","Activity","Available"\n'
    '"Jan 2026","Quality of Life","Music",$20.00,$0.00,$20.00\n',
    "export.json": '{"accounts": [{"name": "ING", "currency": "USD", "balances":'
    ' [{"date": "2026-01-31T00:00:00.000Z", "value": 12.5}]}]}',
    "ann.json": '{"schema": "finally.books/1", "user": {"id": "", "email": "ann@example.org",'
    ' "base_currency": "USD"}, "budget_policies": [{"category": "FEES", "policy": "reset",'
    ' "id": "00000000-0000-0000-0000-000000000001"}]}',
    "giro.ofx": ofx([("2026-11-05", "-42.50", "Market")], currency="USD"),
    "caps.csv": "asset,market_cap,month\nAcme,1.2B,2026-02\n",
    "eurofxref-hist.xml": ecb_xml({"2026-11-13": {"USD": "1.1"}}).decode(),
    "prices.csv": "asset,date,close\nWorld fund,2026-11-13,82.10\n",
    "quotes": "echo 'World fund,2026-10-30,82.10,USD'\n",
    "rules.toml": '[[rules]]\nwords = "lidl"\ncategory = "FOOD"\n',
    "question.sql": "SELECT count(*) FROM assets;\n",
}
CONFIG = """
budget_policy = "adjust"

[profiles.home]
user = "ann@example.org"

[profiles.server]
dsn = "{dsn}"
"""
FIRST = (
    "finally db start",
    "finally user add ann@example.org --name Ann --currency EUR",
    "finally user add bob@example.org",
    "finally asset add Checking --category cash --value 5200",
    "mkdir Documents",
    "finally db backup ~/Documents/books.tar --no-verify",
    "finally audit anchor > anchor.txt",
    "finally demo",
)


def answered(words: Words, line: str) -> str:
    """An example with the answer yes, which a person gives when asked."""
    called = " ".join(("finally", *words))
    return line.replace(called, f"{called} --yes") if "--yes" in options(COMMANDS[words]) else line


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_has_one_or_two_examples_which_call_it(words: Words) -> None:
    examples = COMMANDS[words].examples
    assert len(examples) in (1, 2)
    assert " ".join(("finally", *words)) in examples[0]
    assert max(len(line) for line in examples) <= 76, "it stands in one line of eighty columns"


@pytest.fixture
def household(
    server: Server,
    sample_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Ann's books of sample.sql, and her files; nothing of what is done to them stays."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FINALLY_USER", "ann")
    monkeypatch.setenv("EDITOR", "cat")
    # In place of a server elsewhere.
    rates = (tmp_path / "eurofxref-hist.xml").read_bytes()
    monkeypatch.setattr("finally_cli.commands.fx.fetch.download", lambda url: rates)
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        connection.execute("SELECT 1")  # whatever follows is a part of this transaction
        run = command_line(connection, monkeypatch, capsys)

        def run_and_seal(*words: str) -> Outcome:
            done = run(*words)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does, for the audit
            connection.execute("SET CONSTRAINTS ALL DEFERRED")
            return done

        yield run_and_seal
        connection.rollback()


def run_line(run: Run, line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "finally"
    done = run(*words)
    assert done.exit_code == 0, f"$ {line}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    ("words", "line"), [(words, line) for words, line in LINES if words not in ON_A_MACHINE]
)
def test_an_example_runs_on_the_household(words: Words, line: str, household: Run) -> None:
    if words in BEFORE:
        run_line(household, BEFORE[words])
    if AN_EVENT in line:
        newest = household("audit", "list", "--limit", "1", "--json").json["rows"][0]["id"]
        line = line.replace(AN_EVENT, newest[:8])
    run_line(household, answered(words, line))


@pytest.fixture(scope="session")  # side by side, a worker may come back to this file
def machine(server: Server, sample_database: str) -> Iterator[Shell]:
    """A machine with books of Ann and Bob, a demo, a backup, and another server to go to."""
    shell = Shell(HOME / "machine of examples")
    shell.environment |= {
        "FINALLY_CONFIG_DIR": str(shell.folder / "config"),
        "PATH": f"{shell.environment['PATH']}:{binaries.bin_folder()}",
    }
    for name, text in FILES.items():
        (shell.folder / "home" / name).write_text(text)
    with cloned(server, sample_database, "server_of_examples") as name:
        dsn = server.dsn(name, server.owner)
        (shell.folder / "config").mkdir()
        (shell.folder / "config.toml").write_text(CONFIG.format(dsn=dsn))
        write_config(shell)
        for line in FIRST:
            shell.run(line)
        yield shell
        with closing(server.connect(name, autocommit=True)) as connection:
            drop_role(connection, "bob")
    EmbeddedServer(shell.folder / "data").stop()


def write_config(shell: Shell) -> None:
    """The settings as they were at first."""
    shutil.copy(shell.folder / "config.toml", shell.folder / "config")


def drop_role(connection: psycopg.Connection[Any], name: str) -> None:
    role = sql.Identifier(name)
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount:
        connection.execute(sql.SQL("DROP OWNED BY {}").format(role))
        connection.execute(sql.SQL("DROP ROLE {}").format(role))


@pytest.mark.parametrize(
    ("words", "line"), [(words, line) for words, line in LINES if words in ON_A_MACHINE]
)
def test_an_example_runs_on_a_machine(words: Words, line: str, machine: Shell) -> None:
    write_config(machine)
    if words in BEFORE:
        machine.run(BEFORE[words])
    machine.run(answered(words, line))
