"""A command line that is wrong: exit 2, nothing on stdout, and JSON where --json asks for it."""

from collections.abc import Iterator

from tests.conftest import Run
from tests.support.command_tree import Words, commands, nodes, options, wired
from tests.support.each import each

PARSED = {  # options whose values are read, with values that cannot be
    "--month": "2026-13",
    "--from": "1999-12",
    "--to": "2026-1",
    "--currency": "DOLLAR",
    "--rate": "0",
    "--value": "1.234",
    "--contribution": "1.234",
    "--date": "2026-02-30",
    "--amount": "0",
    "--limit": "0",
    "--months": "0",
    "--by": "colour",
    "--source": "",
    "--kind": "debt",
    "--idempotency-key": "",
    "--email": "nobody",
    "--with": "'nobody",
    "--role": "",
    "--param": "month",
    "--timeout": "0",
}


def wrong(words: Words) -> Iterator[tuple[str, ...]]:
    """Command lines that cannot be run."""
    yield "--no-such-option", "--json"
    yield "--json", "--no-such-option"
    yield "--json", "--user"
    yield "--json", *["surplus"] * 5, "--profile"
    parsed = PARSED.keys() & options(commands()[words])
    for option in parsed - {"--to"} if words == ("db", "move") else parsed:  # it names a profile
        yield option, PARSED[option], "--json"


@each("words", commands())
def test_a_wrong_command_line_is_answered_in_json_if_it_asks_for_it(words: Words, run: Run) -> None:
    for arguments in wrong(words):
        told = run(*words, *arguments)
        assert told.exit_code == 2, arguments
        assert len(told.stderr.splitlines()) == 1, arguments
        error = told.error  # stdout is empty, and the line is JSON
        assert list(error)[:5] == ["schema", "code", "exit", "message", "hint"]
        assert (error["schema"], error["exit"]) == ("finally.error/1", 2)
        assert error["message"], arguments
        assert error["hint"], arguments
        assert not error["message"].endswith((".", "\n"))


def one_of_each(kinds: dict[Words, str]) -> list[Words]:
    """The first command of each kind."""
    return list({kind: words for words, kind in reversed(kinds.items())}.values())


@each("words", one_of_each(wired()))
def test_without_json_it_is_answered_in_two_plain_lines(words: Words, run: Run) -> None:
    for arguments in wrong(words):
        told = run(*words, *(word for word in arguments if word != "--json"))
        assert (told.exit_code, told.stdout) == (2, "")
        happened, advice = told.stderr.splitlines()
        assert happened.startswith("finally: ")
        assert advice.startswith("  ")


@each("words", one_of_each(wired()))
def test_json_and_csv_are_not_both_given(words: Words, run: Run) -> None:
    told = run(*words, *needed(words), "--json", "--csv")
    assert (told.exit_code, told.error["code"]) == (2, "USAGE")


def needed(words: Words) -> list[str]:
    """Arguments that a command cannot do without, so that only --csv is wrong."""
    by_name = {
        "VALUE": "1",
        "AMOUNT": "1",
        "RATE": "1",
        "PRICE": "1",
        "RATIO": "4:1",
        "FROM/TO": "EUR/USD",
        "EMAIL": "ann@example.org",
        "FILE": "-",
    }
    return [
        by_name.get(parameter.metavar or "", "this")
        for parameter in commands()[words].params
        if parameter.param_type_name == "argument" and parameter.required
    ]


@each("words", [w for w in nodes() if w not in commands()])
def test_a_word_that_is_no_command_is_a_usage_error(words: Words, run: Run) -> None:
    told = run(*words, "nosuchword", "--json")
    assert told.exit_code == 2
    assert told.error["code"] == "USAGE"
