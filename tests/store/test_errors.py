"""Every rule of the schema and every error of the server comes out as what a person can act on."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest
from psycopg import sql

from finally_cli.model.errors import ExitCode, FinallyError
from finally_cli.store.constraints import RULES
from finally_cli.store.errors import (
    STATES,
    one_line,
    translate_error,
    translating_errors,
    unreachable,
)
from tests.conftest import Run, Server

# Rules that no command can break: the arguments are checked before, or there is no such argument.
RULED_OUT = {
    "account_key_is_capitals_and_digits",
    "amount_is_a_number",
    "balance_is_a_number",
    "bank_category_is_1_to_255_characters",
    "bank_id_is_1_to_255_characters",
    "bank_row_is_kept",
    "bank_text_is_at_most_2000_characters",
    "because_is_at_most_2000_characters",
    "closing_is_a_number_of_a_day",
    "contribution_is_into_an_asset",
    "counter_account_is_capitals_and_digits",
    "day_between_2000_and_2100",
    "days_are_in_order",
    "decision_is_known",
    "direction_is_in_or_out",
    "file_hash_is_a_sha256",
    "file_name_is_1_to_255_characters",
    "format_is_known",
    "layout_is_an_object",
    "line_is_1_or_more",
    "occurrence_is_1_or_more",
    "opening_is_a_number_of_a_day",
    "pair_is_another_row",
    "pair_is_of_a_transfer",
    "rows_read_is_not_negative",
    "rule_action_is_known",
    "rule_amounts_are_not_negative",
    "rule_position_is_1_or_more",
    "rule_says_what_its_action_needs",
    "source_name_has_no_spaces_around_it",
    "who_decided_is_known",
    "answer_is_complete",
    "asset_name_has_no_spaces_around_it",
    "asset_name_is_1_to_200_characters",
    "base_currency_is_three_capital_letters",
    "bounds_are_of_carry",
    "budget_amount_is_a_number",
    "carry_cap_is_not_below_zero",
    "carry_floor_is_not_above_zero",
    "category_kind_is_fixed",
    "category_owner_is_fixed",
    "code_is_1_to_40_capitals_digits_or_underscores",
    "cognito_sub_is_1_to_200_characters",
    "currencies_differ",
    "contribution_is_a_number",
    "currency_is_three_capital_letters",
    "description_is_at_most_2000_characters",
    "display_name_is_1_to_200_characters",
    "email_has_no_spaces_around_it",
    "email_is_1_to_320_characters",
    "change_has_rows",
    "images_are_lists",
    "event_is_sealed_as_a_whole",
    "event_sequence_taken",
    "event_type_is_1_to_100_characters",
    "earlier_terms_are_a_row_of_their_own",
    "earlier_terms_end_once_a_month",
    "earlier_terms_have_an_end",
    "operation_is_insert_update_or_delete",
    "due_day_between_1_and_31",
    "every_is_some_weeks_months_or_years",
    "goal_amount_is_above_zero",
    "goal_begins_at_a_number",
    "goal_closes_with_a_month",
    "goal_ends_with_a_month",
    "goal_is_measured_in_one_way",
    "goal_name_has_no_spaces_around_it",
    "goal_part_is_an_asset_or_a_category",
    "goal_part_taken",
    "asset_is_kept_by_quantity_or_by_value",
    "native_amount_is_quantity_times_price",
    "price_is_above_zero",
    "price_is_of_a_day_from_2000_to_2100",
    "price_source_is_1_to_200_characters",
    "split_changes_how_many_there_are",
    "split_is_of_1_to_1000000",
    "split_makes_1_to_1000000",
    "split_is_of_a_day_from_2000_to_2100",
    "quantity_has_a_price_unless_it_is_zero",
    "quantity_is_a_number",
    "total_is_quantity_times_price",
    "months_of_spending_between_0_and_1200",
    "times_yearly_spending_between_0_and_1200",
    "idempotency_key_is_1_to_200_characters",
    "everyday_role_is_nobodys_own",
    "kind_is_asset_or_liability",
    "market_cap_is_not_negative",
    "market_cap_source_is_1_to_200_characters",
    "month_begins_between_1_and_31",
    "month_between_1_and_12",
    "move_amount_is_above_zero",
    "move_is_between_two_categories",
    "native_amount_currency_and_rate_go_together",
    "native_amount_is_a_number",
    "net_worth_is_a_number",
    "notes_are_at_most_2000_characters",
    "payload_is_an_object",
    "nobody_has_the_nil_id",
    "policy_is_adjust_carry_or_reset",
    "rate_has_at_most_42_decimals",
    "rate_is_above_zero",
    "crossed_rate_begins_as_the_rate",
    "rate_source_and_day_go_together",
    "rate_source_is_1_to_40_characters",
    "recurring_item_is_an_income_or_an_expense",
    "request_hash_is_a_sha256",
    "recurring_months_are_first_days_from_2000_to_2100",
    "subcategory_is_of_an_expense",
    "total_is_a_number",
    "total_is_native_amount_times_rate",
    "weeks_are_counted_from_a_day",
    "year_between_2000_and_2100",
    # Only close_month and reopen_months write a seal.
    "contents_are_an_object",
    "facts_are_an_object",
    "month_closed_once",
    "reason_is_1_to_2000_characters",
    "seal_is_kept",
    "seal_is_reopened_as_a_whole",
    "seal_sequence_is_1_or_more",
    "seal_sequence_taken",
    # What is written again replaces what was there.
    "budget_month_taken",
    "budget_policy_taken",
    "budget_year_taken",
    "fx_rate_month_taken",
    "market_cap_month_taken",
    "price_day_taken",
    "split_day_taken",
    "share_taken",
    "snapshot_month_taken",
    "asset_target_taken",
    "target_taken",
    "target_set_month_taken",
    # What was posted is not posted again.
    "recurring_due_day_taken",
    # The set is made with the target, and stays while it has one.
    # Only there to be referred to.
    "expense_subcategory_of_category",
    "import_of_source",
}


def rules(owner: psycopg.Connection[Any]) -> set[str]:
    """The names a refusal can carry: constraints, unique indexes, and what triggers raise.

    Left out: primary keys, whose values are made here, and that a row belongs to an existing user.
    """
    rows = owner.execute(
        r"""
        SELECT conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'f', 'x')
        UNION
        SELECT relname FROM pg_index
        JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary
        UNION
        SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''(\w+)''', 'g'))[1] FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        UNION
        SELECT split_part(encode(tgargs, 'escape'), '\000', 1) FROM pg_trigger
        WHERE NOT tgisinternal AND tgfoid = 'public.refuse'::regproc
        """
    )
    return {name for (name,) in rows if not name.endswith("_belongs_to_a_user")}


def test_each_sentence_is_about_a_rule_that_the_schema_keeps(
    owner: psycopg.Connection[Any],
) -> None:
    assert set(RULES) - rules(owner) == set()


def test_each_rule_of_the_schema_has_a_sentence_or_is_ruled_out_before(
    owner: psycopg.Connection[Any],
) -> None:
    assert rules(owner) - set(RULES) - RULED_OUT == set()
    assert RULED_OUT - rules(owner) == set()
    assert RULED_OUT & set(RULES) == set()


@pytest.mark.parametrize("explanation", [*RULES.values(), *STATES.values()], ids=lambda e: e[2])
def test_a_sentence_says_what_happened_and_a_hint_what_to_do(
    explanation: tuple[type[FinallyError], str, str, str],
) -> None:
    kind, code, message, hint = explanation
    assert issubclass(kind, FinallyError)
    assert code == code.upper()
    assert message[0].islower()
    assert not message.endswith(".")
    assert hint[0].isupper()


def failing(connection: psycopg.Connection[Any], statement: str) -> FinallyError:
    with pytest.raises(FinallyError) as caught, translating_errors():
        connection.execute(statement.encode())
    connection.rollback()
    return caught.value


@pytest.mark.parametrize("name", RULES)
def test_a_refusal_is_known_by_the_name_of_the_rule(
    name: str, owner: psycopg.Connection[Any]
) -> None:
    told = failing(
        owner,
        f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '23514', CONSTRAINT = '{name}'; END $$",
    )
    kind, code, message, hint = RULES[name]
    assert (type(told), told.code, told.message, told.hint) == (kind, code, message, hint)


def test_a_rule_without_a_sentence_is_told_by_its_name(owner: psycopg.Connection[Any]) -> None:
    told = failing(
        owner,
        "INSERT INTO users (email, base_currency) VALUES ('dora@example.org', 'dollars')",
    )
    assert told.code == "RULE_BROKEN"
    assert told.message == "the books keep a rule: base currency is three capital letters"
    assert told.exit_code == ExitCode.REFUSED


@pytest.mark.parametrize(
    ("state", "exit_code"),
    [
        ("08006", 8), ("28000", 4), ("28P01", 4), ("40001", 11), ("40P01", 11), ("42501", 12),
        ("42P01", 9), ("42703", 9), ("53100", 13), ("53200", 13), ("53300", 13), ("55P03", 11),
        ("57014", 130), ("57P01", 8), ("57P03", 8), ("58030", 13), ("22003", 1), ("23502", 1),
        ("25006", 1), ("XX000", 70), ("42601", 70), ("22012", 70),
    ],
)  # fmt: skip
def test_a_state_decides_the_exit_code(
    state: str, exit_code: int, owner: psycopg.Connection[Any]
) -> None:
    raised = f"DO $$ BEGIN RAISE EXCEPTION E'one\\ttwo\\n' USING ERRCODE = '{state}'; END $$"
    told = failing(owner, raised)
    assert told.exit_code == exit_code
    assert "\n" not in told.message
    assert "\t" not in told.message
    assert told.hint


def test_what_is_not_granted_is_denied(app: psycopg.Connection[Any]) -> None:
    assert failing(app, "DELETE FROM networth_materialized").exit_code == ExitCode.DENIED


def test_a_table_that_is_not_there_means_another_schema(app: psycopg.Connection[Any]) -> None:
    assert failing(app, "SELECT FROM nowhere").exit_code == ExitCode.SCHEMA
    assert failing(app, "SELECT nothing FROM assets").exit_code == ExitCode.SCHEMA


def test_a_number_without_room_is_refused(app: psycopg.Connection[Any]) -> None:
    told = failing(app, "SELECT 1e20::numeric(24,4)")
    assert (told.exit_code, told.code) == (ExitCode.REFUSED, "NUMBER_TOO_LARGE")


def test_a_read_only_database_refuses_to_be_written(app: psycopg.Connection[Any]) -> None:
    app.execute("SET TRANSACTION READ ONLY")
    told = failing(app, "INSERT INTO users (email) VALUES ('dora@example.org')")
    assert told.code == "READ_ONLY"


def test_a_statement_that_takes_too_long_is_cancelled(app: psycopg.Connection[Any]) -> None:
    app.execute("SET LOCAL statement_timeout = '10ms'")
    assert failing(app, "SELECT pg_sleep(5)").exit_code == ExitCode.INTERRUPTED


def test_what_somebody_else_holds_is_locked(
    server: Server, shared_database: str, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("LOCK TABLE fx_rates IN ACCESS EXCLUSIVE MODE")
    with closing(server.connect(shared_database)) as other:
        other.execute("SET LOCAL lock_timeout = '10ms'")
        assert failing(other, "SELECT FROM fx_rates").exit_code == ExitCode.LOCKED


def test_a_connection_cut_by_the_server_is_not_reachable(
    server: Server, shared_database: str, owner: psycopg.Connection[Any]
) -> None:
    with closing(server.connect(shared_database)) as other:
        owner.execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
        with pytest.raises(FinallyError) as caught, translating_errors():
            other.execute("SELECT 1")
        assert caught.value.exit_code == ExitCode.NOT_REACHABLE


def connecting(connect: Callable[[], object]) -> FinallyError:
    with pytest.raises(psycopg.OperationalError) as caught:
        connect()
    return unreachable(caught.value, 'profile "home"')


def test_a_server_that_is_not_there_cannot_be_reached() -> None:
    told = connecting(lambda: psycopg.connect("host=/nowhere dbname=x"))
    assert told.exit_code == ExitCode.NOT_REACHABLE
    assert told.message.startswith('the database of profile "home" cannot be reached: ')
    assert "\n" not in told.message


def test_a_database_that_is_not_there_cannot_be_reached(server: Server) -> None:
    told = connecting(lambda: server.connect("nowhere"))
    assert told.exit_code == ExitCode.NOT_REACHABLE
    assert '"nowhere"' in told.message


def test_a_message_of_libpq_becomes_one_line_and_says_a_thing_once() -> None:
    assert one_line("no\tanswer\n\nno answer\n  is it up?\n") == "no answer; is it up?"


def test_a_name_taken_reaches_the_person_as_a_sentence(run: Run) -> None:
    run("asset", "add", "Fund", "--category", "CASH")
    told = run("asset", "add", "FUND", "--category", "CASH", "--json")
    assert (told.exit_code, told.error["code"]) == (6, "ASSET_EXISTS")


def test_an_error_of_the_driver_itself_is_a_bug(owner: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.Error) as caught:
        owner.execute(sql.SQL("SELECT {}").format(sql.Literal(object())))
    assert translate_error(caught.value).exit_code == ExitCode.BUG
