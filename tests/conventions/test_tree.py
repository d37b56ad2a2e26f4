"""The command tree: what every command has, and that its tables agree with its modules."""

import ast
import re
from collections.abc import Callable
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

import finally_cli.commands
import finally_cli.commands.report
from finally_cli.commands.idempotency import FILES
from finally_cli.commands.report import REPORTS
from finally_cli.main import NOUNS
from tests.conftest import Run
from tests.support.command_tree import (
    Words,
    commands,
    is_a_command,
    module_of,
    module_of_report,
    nodes,
    options,
    wired,
)
from tests.support.each import each

ON_EVERY_COMMAND = {"--json", "--csv", "--mask", "--profile", "--user", "--quiet"}
# What neither looks into the books nor changes them, and so has nothing to try with --dry-run.
OPERATIONS = {
    ("config", "path"): "a file's name",
    ("config", "set"): "the configuration file",
    ("config", "show"): "the configuration file",
    ("config", "unset"): "the configuration file",
    ("db", "backup"): "a file of its own",
    ("db", "backups"): "files",
    ("db", "doctor"): "looks without changing anything",
    ("db", "migrate"): "the schema; db status shows what it would do",
    ("db", "schema"): "tables, and none of their rows",
    ("db", "shell"): "another program",
    ("db", "start"): "the server",
    ("db", "status"): "looks without making anything",
    ("db", "stop"): "the server",
    ("db", "url"): "an address",
    ("demo",): "books of its own",
    ("report", "new"): "a file of its own",
    ("user", "list"): "no one's books",
    ("user", "use"): "the configuration file",
}


@each("words", commands())
def test_a_command_has_the_options_that_every_command_has(words: Words) -> None:
    assert ON_EVERY_COMMAND - options(commands()[words]) == set()


@each("words", commands())
def test_a_command_reads_or_can_be_tried_without_changing_anything(words: Words) -> None:
    """What @reads makes cannot write: its transaction is read-only."""
    can_be_tried = "--dry-run" in options(commands()[words])
    if wired()[words] == "reads":
        assert not can_be_tried
    elif not can_be_tried:
        assert words in OPERATIONS


@each("words", commands())
def test_a_command_that_writes_can_be_done_once_under_a_key(words: Words) -> None:
    has_it = "--idempotency-key" in options(commands()[words])
    assert has_it == (wired()[words] == "writes")


def test_a_file_that_a_command_reads_has_the_name_by_which_its_content_is_known() -> None:
    named = {
        p.name
        for node in commands().values()
        for p in node.params
        if str(p.metavar).startswith("FILE")
        and p.name != "output"  # which is written  # which are written
    }
    assert named == FILES


@each("words", commands())
def test_what_a_command_does_is_one_imperative_sentence(words: Words) -> None:
    sentence, _, _ = (commands()[words].help or "").partition("\n\n")
    assert sentence[:1].isupper()
    assert sentence.endswith(".")
    assert ". " not in sentence, "one sentence; more goes into a second paragraph"
    verb = sentence.split()[0]
    assert verb not in ("A", "An", "The", "This", "It"), "say what it does: Show, Add, Delete"
    assert not verb.endswith("s"), "say it as an order: Show, not Shows"


@each("words", commands())
def test_every_option_says_what_it_is_for(words: Words) -> None:
    for parameter in commands()[words].params:
        said = getattr(parameter, "help", None)
        assert said, parameter.name
        assert said[0].isupper() or not said[0].isalpha(), parameter.name
        assert said.endswith("."), parameter.name


@each("words", nodes())
def test_the_help_is_as_the_golden_file_has_it(
    words: Words, run: Run, golden: Callable[[str, str], None]
) -> None:
    shown = run(*words, "--help")
    assert (shown.exit_code, shown.stderr) == (0, "")
    golden(f"help/{'-'.join(('finally', *words))}.txt", shown.stdout)
    assert run("help", *words) == shown


def test_no_golden_help_is_left_of_a_command_that_is_gone() -> None:
    folder = Path(__file__).parents[1] / "golden" / "help"
    there = {file.stem for file in folder.glob("*.txt")}
    assert there - {"-".join(("finally", *words)) for words in nodes()} == set()


def test_every_noun_is_a_module_and_every_module_with_commands_is_a_noun() -> None:
    folder = Path(str(finally_cli.commands.__file__)).parent
    found = set()
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/__init__.py")]):
        assigned = {
            target.id
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        if "app" in assigned:
            name = path.parent.name if path.name == "__init__.py" else path.stem
            found.add(f"finally_cli.commands.{name}")
    assert found == {module_of(noun) for noun in NOUNS}


@each("noun", NOUNS)
def test_a_noun_says_the_same_of_itself_as_the_list_of_nouns_does(noun: str) -> None:
    said: Any = import_module(module_of(noun)).app.info.help
    assert (nodes()[noun,].help or "").split("\n\n")[0] == NOUNS[noun], said


# The commands that share the file of the one that they go with.
TWINS: dict[Words, str] = {
    ("asset", "reopen"): "close",
    ("db", "backups"): "backup",
    ("db", "stop"): "start",
    ("goal", "reopen"): "close",
    ("import", "expenses"): "income",
    ("user", "revoke"): "grant",
    ("user", "unshare"): "share",
}


@each("words", commands())
def test_a_command_stands_in_the_file_of_its_noun_or_of_its_verb(words: Words) -> None:
    """finally NOUN VERB: in commands/NOUN.py, or in commands/NOUN/VERB.py."""
    noun = module_of(words[0])
    if words[1:]:
        verb = TWINS.get(words, words[1]).replace("-", "_")
        file = f"{verb}_" if iskeyword(verb) else verb
        places = {noun, f"{noun}.{file}"}
    else:
        places = {noun}
    assert commands()[words].callback.__module__ in places


def test_every_report_is_a_module_and_a_file_of_its_name() -> None:
    folder = Path(str(finally_cli.commands.report.__file__)).parent
    found = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    reports = {module_of_report(report).rpartition(".")[2] for report in REPORTS}
    assert reports <= found, "a report is a module of its own"
    sql = Path(finally_cli.__file__).parents[1] / "sql" / "report"
    assert {name for name in reports if not (sql / f"{name}.sql").exists()} == set()
    tests = Path(__file__).parents[1] / "reports"
    assert {name for name in reports if not list(tests.glob(f"test_{name}*.py"))} == set()


def test_every_command_that_a_message_advises_exists() -> None:
    faults = []
    for path in sorted(Path(finally_cli.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for words in re.findall(r"\bfinally ([a-z][a-z -]*[a-z])", node.value):
                    # A group's name is followed by a command's; after that come words of ours.
                    if not is_a_command(" ".join(words.split()[:2])) and words.split()[0] in NOUNS:
                        faults.append(f"{path}:{node.lineno}: finally {words}")
    assert faults == []


def test_completion_is_installed_by_the_program_alone() -> None:
    with_it = [words for words, node in nodes().items() if "--install-completion" in options(node)]
    assert with_it == [()]
