"""Commands inside sentences, sent to the books that were named."""

import pytest

from finally_cli.model.advice import NamedBooks, with_books, with_books_named

NOUNS = "asset db undo report snapshot user config demo target category".split()
THERE = NamedBooks("work", "ann@example.org", nouns=NOUNS)
BOTH = "--profile work --user ann@example.org"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("See them with: finally asset list --all", f"finally asset list --all {BOTH}"),
        ("Run: finally db migrate", "Run: finally db migrate --profile work"),
        ("Run finally db migrate first.", "Run finally db migrate --profile work first."),
        ("Then: finally undo 1a2b3c4d", f"Then: finally undo 1a2b3c4d {BOTH}"),
        ('No asset "Rent". See: finally asset list', f"See: finally asset list {BOTH}"),
        ("Say finally undo or not.", f"Say finally undo {BOTH} or not."),
        (
            'Write finally snapshot add "My account, mine" 1234.56, or several as NAME=VALUE.',
            f'finally snapshot add "My account, mine" 1234.56 {BOTH}, or several',
        ),
        (
            "One: finally report explain --from 2026-10 --to last, or two: finally demo",
            f"--from 2026-10 --to last {BOTH}, or two: finally demo",
        ),
        ("finally category close FOOD first, or keep it", f"close FOOD {BOTH} first, or"),
        ("finally asset list --all and look", f"finally asset list --all {BOTH} and look"),
        (
            "finally snapshot edit fund --month 2026-10",
            f"edit {BOTH} fund --month",
        ),
        ("finally snapshot add NAME=VALUE ...", f"finally snapshot add NAME=VALUE ... {BOTH}"),
        (
            "See them with: finally user list. To add one: finally user add EMAIL",
            "finally user list --profile work. To add one: finally user add EMAIL --profile work",
        ),
        ("finally user edit --currency CODE", f"finally user edit --currency CODE {BOTH}"),
    ],
)
def test_a_command_in_a_sentence_gets_the_books_where_it_ends(text: str, there: str) -> None:
    assert there in with_books_named(text, THERE)
    assert with_books_named(with_books_named(text, THERE), THERE) == with_books_named(
        text, THERE
    ), "and only once"


@pytest.mark.parametrize(
    "text",
    [
        "finally needs PostgreSQL 15 or newer.",
        "Make one with: finally config set profiles.NAME.dsn DSN",
        "look around with: finally demo",
        'there is no asset named "finally asset list"',
        "finally asset list --profile home --user bob",
        "It is done, finally.",
        "",
    ],
)
def test_what_is_no_command_or_has_its_books_stays_as_it_is(text: str) -> None:
    assert with_books_named(text, THERE) == text
    assert with_books_named(text, NamedBooks(nouns=("asset",))) == text


def test_names_are_quoted_as_a_shell_needs_it() -> None:
    there = NamedBooks("my books", "o'hara@example.org", nouns=("asset",))
    quoted = "--profile 'my books' --user 'o'\"'\"'hara@example.org'"
    assert with_books("finally asset list", there) == f"finally asset list {quoted}"
