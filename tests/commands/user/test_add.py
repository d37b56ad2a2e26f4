"""finally user: list, add, edit, use; and --user on every command."""

from pathlib import Path
from typing import Any

import pytest

from finally_cli.settings.file import config_file
from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


def users_by_email(run: Run) -> dict[str, dict[str, Any]]:
    return {row["email"]: row for row in run("user", "list", "--json").json["rows"]}


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))


@pytest.fixture
def two(run: Run) -> Run:
    """Ann, who is there already, and Bob."""
    assert run("user", "add", "bob@example.org", "--currency", "gbp").exit_code == 0
    return run


# -- add and list


def test_a_user_is_added_with_empty_books_of_their_own(run: Run) -> None:
    added = run("user", "add", "bob@example.org", "--name", "Bob", "--cognito-sub", "abc-1",
                "--currency", "GBP")  # fmt: skip
    assert added == Outcome(
        0,
        'Added "bob@example.org", whose books are in GBP. Open them with: --user bob@example.org\n',
        "",
    )
    row = users_by_email(run)["bob@example.org"]
    assert row.pop("id")
    assert row == {
        "email": "bob@example.org",
        "display_name": "Bob",
        "base_currency": "GBP",
        "month_begins": 1,
        "cognito_sub": "abc-1",
        "logins": None,
        "readers": None,
    }
    assert run("report", "networth", "--user", "bob").exit_code == 5


def test_users_are_listed_by_email(two: Run) -> None:
    two("user", "add", "Adam@example.org", "--currency", "USD")
    shown = two("user", "list")
    assert shown.exit_code == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()[3:]] == [
        "Adam@example.org",
        "ann@example.org",
        "bob@example.org",
    ]
    header = two("user", "list", "--csv").stdout.splitlines()[0]
    assert header == "email,display_name,base_currency,month_begins,cognito_sub,id,logins,readers"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message", "hint"),
    [
        (["bob"], 2, '"bob" is not an email address', "Write it as ann@example.org."),
        (["@"], 2, '"@" is not an email address', "Write it as ann@example.org."),
        (["a b@c"], 2, '"a b@c" is not an email address', "Write it as ann@example.org."),
        ([""], 2, "a name cannot be empty", "Give it at least one letter or digit."),
        (
            ["bob@x", "--currency", "pounds"],
            2,
            'there is no currency "pounds"',
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        ),
        (
            ["ANN@example.org"],
            6,
            "there is already a user with that email",
            "See them all with: finally user list",
        ),
        ([], 2, "Missing argument 'EMAIL'", "See: finally user add --help"),
    ],
)
def test_a_user_that_makes_no_sense_is_refused(
    arguments: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    assert run("user", "add", *arguments) == refusal(exit_code, message, hint)
    assert list(users_by_email(run)) == ["ann@example.org"]


def test_a_cognito_account_belongs_to_one_user(two: Run) -> None:
    two("user", "edit", "--cognito-sub", "abc", "--user", "bob")
    assert two("user", "add", "c@example.org", "--cognito-sub", "abc") == refusal(
        6, "another user has that Cognito account", "See them all with: finally user list"
    )


def test_an_addition_can_be_tried_first(run: Run) -> None:
    tried = run("user", "add", "bob@example.org", "--currency", "EUR", "--dry-run")
    assert tried == Outcome(
        0,
        'Would add "bob@example.org", whose books are in EUR. Open them with: --user'
        " bob@example.org\nDry run: nothing was changed.\n",
        "",
    )
    assert list(users_by_email(run)) == ["ann@example.org"]


# -- edit


def test_the_current_user_is_edited_or_the_one_that_is_named(two: Run) -> None:
    edited = two("user", "edit", "--name", "Robert", "--user", "BOB")
    assert edited == Outcome(0, '"bob@example.org" ("Robert") keeps books in GBP.\n', "")
    two("user", "edit", "--email", "rob@example.org", "--name", "", "--user", "bob")
    assert (users_by_email(two)["rob@example.org"]["display_name"], len(users_by_email(two))) == (
        None,
        2,
    )
    assert users_by_email(two)["ann@example.org"]["display_name"] == "Ann"


def test_an_edit_that_makes_no_sense_is_refused(two: Run) -> None:
    assert two("user", "edit", "--user", "bob") == refusal(
        2,
        "there is nothing to change",
        "Give --email, --name, --cognito-sub, --currency or --month-begins.",
    )
    assert two("user", "edit", "--email", "ann@EXAMPLE.org", "--user", "bob") == refusal(
        6, "there is already a user with that email", "See them all with: finally user list"
    )


def test_a_currency_can_be_chosen_only_before_the_first_amount(run: Run) -> None:
    assert run("user", "edit", "--currency", "CHF").exit_code == 0
    run("asset", "add", "A", "--category", "CASH")
    assert run("user", "edit", "--currency", "USD").exit_code == 0
    run("snapshot", "add", "A", "1")
    assert run("user", "edit", "--currency", "EUR") == refusal(
        6,
        'the books of "ann@example.org" already hold amounts in USD',
        "A currency can be chosen only before the first amount.",
    )
    assert run("user", "edit", "--currency", "USD", "--name", "A").exit_code == 0, "as it is"
    assert users_by_email(run)["ann@example.org"]["base_currency"] == "USD"


def test_an_edit_can_be_tried_first(run: Run) -> None:
    run("user", "edit", "--name", "X", "--dry-run")
    assert users_by_email(run)["ann@example.org"]["display_name"] == "Ann"


# -- whose books are opened


def test_among_several_one_must_be_named(two: Run) -> None:
    assert two("asset", "list") == refusal(
        5,
        "there are several users",
        "Name one with --user EMAIL, or choose it for good: finally user use EMAIL",
    )


def test_a_user_is_named_by_any_beginning_that_fits_one(
    two: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    two("user", "add", "ann@example.org.uk", "--currency", "EUR")
    for who, exit_code in (("b", 0), ("BOB@", 0), ("ann@example.org", 0), ("ann", 5), ("c", 5)):
        assert two("asset", "list", "--user", who).exit_code == exit_code, who
    assert two("asset", "list", "--user", "ann") == refusal(
        5,
        '"ann" fits several users',
        "Name one with --user EMAIL, or choose it for good: finally user use EMAIL",
    )
    assert two("asset", "list", "--user", "carl") == refusal(
        5,
        'there is no user "carl"',
        "See them with: finally user list. To add one: finally user add EMAIL",
    )
    monkeypatch.setenv("FINALLY_USER", "bob")
    assert two("asset", "list").stdout.startswith("Assets and debts (GBP)")
    assert two("asset", "list", "--user", "ann@example.org").stdout.startswith(
        "Assets and debts (EUR)"
    ), "the flag goes before the environment"


def test_a_wildcard_is_no_beginning(two: Run) -> None:
    for who in ("%", "_nn", "a%"):
        assert two("asset", "list", "--user", who).exit_code == 5


def test_the_login_of_the_system_is_preferred_among_several(
    two: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finally_cli.store.identity.login_email", lambda: "bob@example.org")
    assert two("asset", "list").stdout.startswith("Assets and debts (GBP)")


def test_one_can_be_chosen_for_good(two: Run) -> None:
    used = two("user", "use", "bob")
    assert used == Outcome(0, 'Profile "home" opens the books of "bob@example.org".\n', "")
    assert 'user = "bob@example.org"' in config_file().read_text()
    assert two("asset", "list").stdout.startswith("Assets and debts (GBP)")
    assert two("asset", "list", "--user", "ann").stdout.startswith("Assets and debts (EUR)")
    two("config", "unset", "profiles.home.user")
    assert two("asset", "list").exit_code == 5


def test_nobody_can_be_chosen_who_is_not_there(two: Run) -> None:
    assert two("user", "use", "carl") == refusal(
        5,
        'there is no user "carl"',
        "See them with: finally user list. To add one: finally user add EMAIL",
    )
    assert not config_file().exists()
    assert two("user", "use", "\udcff").exit_code == 2
