"""Every rule of the schema refuses what it forbids, under its own name.

The program turns that name into a sentence, so the name is tested and not only the refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from psycopg import errors, sql

from tests.support.each import each
from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    FOOD,
    MORTGAGE,
    RENT,
    SALARY,
    Database,
    account_of,
    bank_row_of,
    built_in,
    file_of,
    giro_of,
    goal_of,
    insert,
    phone_of,
    settle,
    valid_row,
    value,
)

NOBODY = UUID(int=0)
HELD = {"quantity": 25, "price": 4, "total": 100}
EUROS = {"native_amount": 50, "currency": "EUR", "rate": 2}
TOO_LONG = "x" * 2001
INTO_AN_ASSET = {"action": "contribution", "expense_category_id": None}
CONTRIBUTED = {"decision": "contribution", "asset_id": giro_of(ANNA), "contributed": 40}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A valid row of the table with these changes breaks that rule."""

    table: str
    rule: str
    changes: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.table}-{self.rule}-" + ",".join(
            f"{column}={str(given)[:12]}" for column, given in self.changes.items()
        )


def months(*tables: str) -> list[Refusal]:
    return [
        Refusal(table, rule, change)
        for table in tables
        for rule, change in (
            ("year_between_2000_and_2100", {"year": 1999}),
            ("year_between_2000_and_2100", {"year": 2101}),
            ("year_between_2000_and_2100", {"year": -1}),
            ("month_between_1_and_12", {"month": 0}),
            ("month_between_1_and_12", {"month": 13}),
        )
    ]


def categories(table: str) -> list[Refusal]:
    code_rule = "code_is_1_to_40_capitals_digits_or_underscores"
    return [
        Refusal(table, "category_belongs_to_a_user", {"user_id": NOBODY}),
        *(
            Refusal(table, code_rule, {"code": c})
            for c in ("", "art", "1A", "A B", "A" * 41, "A\n")
        ),
        *(
            Refusal(table, "category_name_is_1_to_100_characters", {"name": name})
            for name in ("", "   ", "x" * 101)
        ),
    ]


REFUSALS = [
    *months(
        "asset_inputs",
        "market_cap_history",
        "fx_rates",
        "networth_materialized",
        "incoming_items",
        "expense_items",
        "budgets",
        "budget_moves",
        "recurring_postings",
    ),
    *categories("asset_categories"),
    *categories("income_categories"),
    *categories("expense_categories"),
    *categories("expense_subcategories"),
    Refusal("asset_categories", "kind_is_asset_or_liability", {"kind": "both"}),
    Refusal("expense_subcategories", "subcategory_is_in_a_category", {"category_id": NOBODY}),
    Refusal("users", "nobody_has_the_nil_id", {"id": NOBODY}),
    Refusal("users", "email_is_1_to_320_characters", {"email": ""}),
    Refusal("users", "email_is_1_to_320_characters", {"email": "x" * 321}),
    Refusal("users", "email_has_no_spaces_around_it", {"email": "anna@example.org "}),
    Refusal("users", "user_email_taken", {"email": "A@EXAMPLE.ORG"}),  # settled as a@example.org
    Refusal("users", "display_name_is_1_to_200_characters", {"display_name": " "}),
    Refusal("users", "display_name_is_1_to_200_characters", {"display_name": "x" * 201}),
    Refusal("users", "cognito_sub_is_1_to_200_characters", {"cognito_sub": ""}),
    Refusal("users", "base_currency_is_three_capital_letters", {"base_currency": "eur"}),
    Refusal("users", "base_currency_is_three_capital_letters", {"base_currency": "EURO"}),
    Refusal("users", "month_begins_between_1_and_31", {"month_begins": 0}),
    Refusal("users", "month_begins_between_1_and_31", {"month_begins": 32}),
    Refusal("assets", "asset_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("assets", "asset_is_in_a_category", {"category_id": NOBODY}),
    Refusal("assets", "asset_name_taken", {"asset_name": "GIRO"}),
    Refusal("assets", "asset_name_is_1_to_200_characters", {"asset_name": ""}),
    Refusal("assets", "asset_name_is_1_to_200_characters", {"asset_name": "x" * 201}),
    Refusal("assets", "asset_name_has_no_spaces_around_it", {"asset_name": " Wallet"}),
    Refusal("assets", "ticker_is_1_to_32_characters", {"ticker": " "}),
    Refusal("assets", "ticker_is_1_to_32_characters", {"ticker": "x" * 33}),
    Refusal("assets", "currency_is_three_capital_letters", {"currency": "€"}),
    Refusal("assets", "asset_is_kept_by_quantity_or_by_value", {"kept_by": "value"}),
    Refusal("assets", "market_cap_is_not_negative", {"market_cap": -1}),
    Refusal("assets", "market_cap_source_is_1_to_200_characters", {"market_cap_source": ""}),
    Refusal("assets", "sub_target_between_0_and_1", {"sub_target_pct": "1.000001"}),
    Refusal("assets", "sub_target_between_0_and_1", {"sub_target_pct": "-0.000001"}),
    Refusal("asset_inputs", "snapshot_is_of_an_asset", {"asset_id": NOBODY}),
    Refusal("asset_inputs", "snapshot_is_of_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("asset_inputs", "total_is_a_number", {"total": "NaN"}),
    Refusal("asset_inputs", "native_amount_is_a_number", EUROS | {"native_amount": "NaN"}),
    Refusal("asset_inputs", "currency_is_three_capital_letters", EUROS | {"currency": "eu"}),
    Refusal("asset_inputs", "rate_is_above_zero", EUROS | {"rate": 0, "total": 0}),
    Refusal("asset_inputs", "rate_is_above_zero", EUROS | {"rate": -2, "total": -100}),
    # 50 euros at 2 are 100, not 101
    Refusal("asset_inputs", "total_is_native_amount_times_rate", EUROS | {"total": 101}),
    # 1/30 with more decimals than an inverse has
    Refusal(
        "asset_inputs",
        "rate_has_at_most_42_decimals",
        EUROS | {"rate": Decimal(f"0.0{'3' * 42}"), "total": Decimal("1.6667")},
    ),
    *(
        Refusal(
            "asset_inputs", "native_amount_currency_and_rate_go_together", EUROS | {missing: None}
        )
        for missing in EUROS
    ),
    Refusal("asset_inputs", "quantity_is_a_number", HELD | {"quantity": "NaN"}),
    Refusal("asset_inputs", "quantity_is_a_number", HELD | {"quantity": "Infinity"}),
    Refusal("asset_inputs", "price_is_above_zero", HELD | {"price": 0, "total": 0}),
    Refusal("asset_inputs", "price_is_above_zero", HELD | {"price": "NaN"}),
    Refusal("asset_inputs", "quantity_has_a_price_unless_it_is_zero", HELD | {"price": None}),
    Refusal("asset_inputs", "quantity_has_a_price_unless_it_is_zero", HELD | {"quantity": None}),
    # 25 at 4 are 100, not 100.0002; at 2 each 50 euros are 100
    Refusal("asset_inputs", "total_is_quantity_times_price", HELD | {"total": "100.0002"}),
    Refusal(
        "asset_inputs",
        "native_amount_is_quantity_times_price",
        EUROS | HELD | {"price": 2, "native_amount": "50.0002"},
    ),
    Refusal("asset_inputs", "notes_are_at_most_2000_characters", {"notes": TOO_LONG}),
    Refusal("prices", "price_is_of_an_asset", {"asset_id": giro_of(BERT)}),
    *(Refusal("prices", "price_is_above_zero", {"price": wrong}) for wrong in (0, -1, "NaN")),
    Refusal("prices", "price_source_is_1_to_200_characters", {"source": ""}),
    Refusal("prices", "currency_is_three_capital_letters", {"currency": "us"}),
    Refusal("prices", "price_is_of_a_day_from_2000_to_2100", {"day": "1999-12-31"}),
    Refusal("splits", "split_is_of_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("splits", "split_is_of_a_day_from_2000_to_2100", {"day": "2101-01-01"}),
    Refusal("splits", "split_makes_1_to_1000000", {"numerator": 0}),
    Refusal("splits", "split_is_of_1_to_1000000", {"denominator": 1000001}),
    Refusal("splits", "split_changes_how_many_there_are", {"numerator": 1}),
    Refusal("market_cap_history", "market_cap_is_of_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("market_cap_history", "market_cap_is_not_negative", {"market_cap": -1}),
    Refusal("market_cap_history", "market_cap_source_is_1_to_200_characters", {"source": ""}),
    Refusal("fx_rates", "fx_rate_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("fx_rates", "currency_is_three_capital_letters", {"from_currency": "eur"}),
    Refusal("fx_rates", "currency_is_three_capital_letters", {"to_currency": "US"}),
    Refusal("fx_rates", "currencies_differ", {"from_currency": "USD"}),
    Refusal("fx_rates", "rate_is_above_zero", {"rate": 0}),
    Refusal("fx_rates", "crossed_rate_begins_as_the_rate", {"crossed_rate": Decimal("0.5")}),
    Refusal("fx_rates", "rate_source_and_day_go_together", {"source": "ECB"}),
    Refusal(
        "fx_rates",
        "rate_source_is_1_to_40_characters",
        {"source": "", "published_on": "2026-10-30"},
    ),
    Refusal("networth_materialized", "net_worth_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("networth_materialized", "net_worth_is_a_number", {"net_worth": "NaN"}),
    Refusal("incoming_items", "income_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("incoming_items", "income_is_in_a_category", {"category_id": NOBODY}),
    Refusal("incoming_items", "amount_is_a_number", {"amount": "NaN"}),
    Refusal("incoming_items", "amount_is_not_zero", {"amount": 0}),
    Refusal("incoming_items", "description_is_at_most_2000_characters", {"description": TOO_LONG}),
    Refusal("incoming_items", "received_on_lies_in_its_month", {"received_on": "2026-02-01"}),
    Refusal("incoming_items", "received_on_lies_in_its_month", {"received_on": "2025-01-31"}),
    Refusal("expense_items", "expense_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("expense_items", "expense_is_in_a_category", {"category_id": NOBODY}),
    Refusal(
        "expense_items",
        "expense_subcategory_is_of_its_category",
        {"subcategory_id": built_in("expense_subcategories", "FUEL")},  # of TRANSPORT, not FOOD
    ),
    Refusal("expense_items", "amount_is_a_number", {"amount": "NaN"}),
    Refusal("expense_items", "amount_is_not_zero", {"amount": "0.0000"}),
    Refusal("expense_items", "description_is_at_most_2000_characters", {"description": TOO_LONG}),
    Refusal("expense_items", "spent_on_lies_in_its_month", {"spent_on": "2025-12-31"}),
    Refusal("budgets", "budget_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("budgets", "budget_is_for_a_category", {"category_id": NOBODY}),
    Refusal("budgets", "budget_amount_is_a_number", {"budget_amount": "NaN"}),
    Refusal("budgets", "policy_is_adjust_carry_or_reset", {"policy": "keep"}),
    Refusal("budgets", "policy_is_adjust_carry_or_reset", {"policy": ""}),
    Refusal("budgets", "carry_floor_is_not_above_zero", {"policy": "carry", "carry_floor": 1}),
    Refusal("budgets", "carry_floor_is_not_above_zero", {"policy": "carry", "carry_floor": "NaN"}),
    Refusal("budgets", "carry_cap_is_not_below_zero", {"policy": "carry", "carry_cap": -1}),
    Refusal("budgets", "carry_cap_is_not_below_zero", {"policy": "carry", "carry_cap": "NaN"}),
    Refusal("budgets", "bounds_are_of_carry", {"carry_floor": 0}),
    Refusal("budgets", "bounds_are_of_carry", {"policy": "adjust", "carry_cap": 0}),
    Refusal("budget_moves", "move_is_out_of_a_budget", {"from_category_id": FOOD}),
    Refusal("budget_moves", "move_is_into_a_budget", {"to_category_id": FOOD}),
    Refusal("budget_moves", "move_is_out_of_a_budget", {"month": 11}),
    Refusal("budget_moves", "move_is_between_two_categories", {"to_category_id": RENT}),
    *(
        Refusal("budget_moves", "move_amount_is_above_zero", {"amount": wrong})
        for wrong in (0, -1, "NaN")
    ),
    Refusal("budget_moves", "description_is_at_most_2000_characters", {"description": TOO_LONG}),
    Refusal("yearly_budgets", "budget_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("yearly_budgets", "budget_is_for_a_category", {"category_id": NOBODY}),
    Refusal("yearly_budgets", "budget_amount_is_a_number", {"budget_amount": "NaN"}),
    Refusal("yearly_budgets", "year_between_2000_and_2100", {"year": 1999}),
    Refusal("yearly_budgets", "year_between_2000_and_2100", {"year": 2101}),
    Refusal("budget_policies", "budget_policy_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("budget_policies", "budget_policy_is_for_a_category", {"category_id": NOBODY}),
    Refusal("budget_policies", "policy_is_adjust_carry_or_reset", {"policy": "Carry"}),
    Refusal("budget_policies", "carry_floor_is_not_above_zero", {"carry_floor": "0.0001"}),
    Refusal("budget_policies", "carry_floor_is_not_above_zero", {"carry_floor": "NaN"}),
    Refusal("budget_policies", "carry_cap_is_not_below_zero", {"carry_cap": "-0.0001"}),
    Refusal("budget_policies", "carry_cap_is_not_below_zero", {"carry_cap": "NaN"}),
    Refusal("budget_policies", "bounds_are_of_carry", {"policy": "reset", "carry_cap": 5}),
    Refusal("recurring_items", "recurring_item_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal(
        "recurring_items",
        "recurring_income_is_in_a_category",
        {"income_category_id": NOBODY, "expense_category_id": None},
    ),
    Refusal(
        "recurring_items", "recurring_expense_is_in_a_category", {"expense_category_id": NOBODY}
    ),
    Refusal(
        "recurring_items",
        "expense_subcategory_is_of_its_category",
        {"subcategory_id": built_in("expense_subcategories", "FUEL")},  # of TRANSPORT, not FOOD
    ),
    Refusal(
        "recurring_items",
        "recurring_item_is_an_income_or_an_expense",
        {"income_category_id": SALARY},
    ),
    Refusal(
        "recurring_items",
        "recurring_item_is_an_income_or_an_expense",
        {"expense_category_id": None},
    ),
    Refusal(
        "recurring_items",
        "subcategory_is_of_an_expense",
        {
            "income_category_id": SALARY,
            "expense_category_id": None,
            "subcategory_id": built_in("expense_subcategories", "GROCERIES"),
        },
    ),
    Refusal("recurring_items", "amount_is_a_number", {"amount": "NaN"}),
    Refusal("recurring_items", "amount_is_not_zero", {"amount": 0}),
    Refusal("recurring_items", "description_is_at_most_2000_characters", {"description": TOO_LONG}),
    *(
        Refusal("recurring_items", "every_is_some_weeks_months_or_years", {"every": wrong})
        for wrong in ("day", "1 month", "2 week", "0 weeks", "100 years", "2  months")
    ),
    Refusal("recurring_items", "due_day_between_1_and_31", {"day": 0}),
    Refusal("recurring_items", "due_day_between_1_and_31", {"day": 32}),
    Refusal("recurring_items", "weeks_are_counted_from_a_day", {"every": "2 weeks"}),
    Refusal(
        "recurring_items",
        "weeks_are_counted_from_a_day",
        {"every": "week", "first_month": "2026-02-01", "day": 29},
    ),
    *(
        Refusal("recurring_items", "recurring_months_are_first_days_from_2000_to_2100", wrong)
        for wrong in (
            {"first_month": "2026-01-02"},
            {"first_month": "1999-12-01"},
            {"first_month": "2101-01-01"},
            {"last_month": "2026-02-28"},
            {"last_month": "2101-01-01"},
        )
    ),
    Refusal("recurring_items", "recurring_item_ends_after_it_begins", {"last_month": "2025-12-01"}),
    Refusal(
        "recurring_items",
        "earlier_terms_are_of_a_recurring_item",
        {"succeeded_by": phone_of(BERT), "last_month": "2026-05-01"},
    ),
    Refusal("recurring_items", "earlier_terms_have_an_end", {"succeeded_by": phone_of(ANNA)}),
    Refusal(
        "recurring_items",
        "earlier_terms_are_a_row_of_their_own",
        {"id": NOBODY, "succeeded_by": NOBODY, "last_month": "2026-05-01"},
    ),
    Refusal("recurring_postings", "posting_is_of_a_recurring_item", {"recurring_id": NOBODY}),
    Refusal(
        "recurring_postings", "posting_is_of_a_recurring_item", {"recurring_id": phone_of(BERT)}
    ),
    Refusal("category_allocation_targets", "target_is_for_a_category", {"category_id": NOBODY}),
    Refusal("category_allocation_targets", "target_between_0_and_1", {"target_pct": "1.1"}),
    Refusal("category_allocation_targets", "target_between_0_and_1", {"target_pct": "-0.1"}),
    Refusal("category_allocation_targets", "target_is_for_assets_only", {"category_id": MORTGAGE}),
    Refusal("category_allocation_targets", "year_between_2000_and_2100", {"year": 1999}),
    Refusal("target_sets", "target_set_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("target_sets", "year_between_2000_and_2100", {"year": 2101}),
    Refusal("target_sets", "month_between_1_and_12", {"month": 13}),
    Refusal("asset_targets", "target_is_for_an_asset", {"asset_id": NOBODY}),
    Refusal("asset_targets", "target_is_for_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("asset_targets", "target_between_0_and_1", {"target_pct": "1.1"}),
    Refusal("asset_targets", "target_between_0_and_1", {"target_pct": "-0.1"}),
    Refusal("asset_inputs", "contribution_is_a_number", {"contribution": "NaN"}),
    Refusal("idempotency_keys", "idempotency_key_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("idempotency_keys", "idempotency_key_is_1_to_200_characters", {"key": ""}),
    Refusal("idempotency_keys", "idempotency_key_is_1_to_200_characters", {"key": "x" * 201}),
    Refusal("idempotency_keys", "request_hash_is_a_sha256", {"request_hash": bytes(31)}),
    Refusal("idempotency_keys", "answer_is_complete", {"answer": '{"json": "{}"}'}),
    Refusal("idempotency_keys", "answer_is_complete", {"answer": "[]"}),
    Refusal("sources", "source_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("sources", "source_is_of_an_asset", {"asset_id": NOBODY}),
    Refusal("sources", "source_is_of_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("sources", "source_name_is_1_to_100_characters", {"source_name": ""}),
    Refusal("sources", "source_name_is_1_to_100_characters", {"source_name": "x" * 101}),
    Refusal("sources", "source_name_has_no_spaces_around_it", {"source_name": " Card"}),
    Refusal("sources", "source_name_taken", {"source_name": "GIRO AT THE BANK"}),
    Refusal("sources", "currency_is_three_capital_letters", {"currency": "usd"}),
    Refusal("sources", "account_key_is_capitals_and_digits", {"account_key": ""}),
    Refusal("sources", "account_key_is_capitals_and_digits", {"account_key": "DE 12"}),
    Refusal("sources", "account_key_is_capitals_and_digits", {"account_key": "1" * 65}),
    Refusal("sources", "layout_is_an_object", {"layout": "[]"}),
    Refusal("rules", "rule_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("rules", "rule_is_of_a_source", {"source_id": NOBODY}),
    Refusal("rules", "rule_is_of_a_source", {"source_id": account_of(BERT)}),
    Refusal(
        "rules",
        "rule_gives_an_income_category",
        {"expense_category_id": None, "income_category_id": NOBODY},
    ),
    Refusal("rules", "rule_gives_an_expense_category", {"expense_category_id": NOBODY}),
    Refusal(
        "rules",
        "rule_subcategory_is_of_its_category",
        {"subcategory_id": built_in("expense_subcategories", "FUEL")},
    ),
    Refusal("rules", "rule_puts_money_into_an_asset", INTO_AN_ASSET | {"asset_id": giro_of(BERT)}),
    Refusal("rules", "rule_position_is_1_or_more", {"position": 0}),
    Refusal("rules", "rule_pattern_is_1_to_1000_characters", {"pattern": "  "}),
    Refusal("rules", "rule_pattern_is_1_to_1000_characters", {"pattern": "x" * 1001}),
    Refusal("rules", "rule_amounts_are_not_negative", {"least_amount": -1}),
    Refusal("rules", "rule_amounts_are_not_negative", {"most_amount": -1}),
    Refusal("rules", "rule_amounts_are_in_order", {"least_amount": 2, "most_amount": 1}),
    Refusal("rules", "direction_is_in_or_out", {"direction": "both"}),
    Refusal("rules", "rule_action_is_known", {"action": "delete", "expense_category_id": None}),
    Refusal("rules", "rule_says_what_its_action_needs", {"action": "ignore"}),
    Refusal("rules", "rule_says_what_its_action_needs", {"expense_category_id": None}),
    Refusal("rules", "rule_says_what_its_action_needs", {"income_category_id": SALARY}),
    Refusal("rules", "rule_says_what_its_action_needs", {"asset_id": giro_of(ANNA)}),
    Refusal("rules", "rule_says_what_its_action_needs", INTO_AN_ASSET | {"asset_id": None}),
    Refusal(
        "rules",
        "rule_says_what_its_action_needs",
        {
            "expense_category_id": None,
            "income_category_id": SALARY,
            "subcategory_id": built_in("expense_subcategories", "FUEL"),
        },
    ),
    Refusal("imports", "import_is_of_a_source", {"source_id": NOBODY}),
    Refusal("imports", "import_is_of_a_source", {"source_id": account_of(BERT)}),
    Refusal("imports", "file_name_is_1_to_255_characters", {"file_name": ""}),
    Refusal("imports", "file_name_is_1_to_255_characters", {"file_name": "x" * 256}),
    Refusal("imports", "file_hash_is_a_sha256", {"file_hash": bytes(31)}),
    Refusal("imports", "format_is_known", {"format": "pdf"}),
    Refusal("imports", "rows_read_is_not_negative", {"rows_read": -1}),
    Refusal("imports", "days_are_in_order", {"first_day": "2026-02-01"}),
    Refusal("imports", "days_are_in_order", {"first_day": None}),
    Refusal("imports", "opening_is_a_number_of_a_day", {"opening": "NaN"}),
    Refusal("imports", "opening_is_a_number_of_a_day", {"opening_on": None}),
    Refusal("imports", "closing_is_a_number_of_a_day", {"closing": "NaN"}),
    Refusal("imports", "closing_is_a_number_of_a_day", {"closing": None}),
    Refusal("import_rows", "bank_row_is_of_an_import", {"import_id": NOBODY}),
    Refusal("import_rows", "bank_row_is_of_an_import", {"import_id": file_of(BERT)}),
    Refusal("import_rows", "bank_row_is_of_an_import", {"source_id": account_of(BERT)}),
    Refusal(
        "import_rows",
        "bank_row_puts_money_into_an_asset",
        CONTRIBUTED | {"asset_id": giro_of(BERT)},
    ),
    Refusal("import_rows", "line_is_1_or_more", {"line": 0}),
    Refusal("import_rows", "day_between_2000_and_2100", {"day": "1999-12-31"}),
    Refusal("import_rows", "day_between_2000_and_2100", {"day": "infinity"}),
    Refusal("import_rows", "amount_is_a_number", {"amount": "NaN"}),
    Refusal("import_rows", "balance_is_a_number", {"balance": "NaN"}),
    Refusal("import_rows", "bank_text_is_at_most_2000_characters", {"text": TOO_LONG}),
    Refusal("import_rows", "bank_id_is_1_to_255_characters", {"bank_id": ""}),
    Refusal("import_rows", "bank_id_is_1_to_255_characters", {"bank_id": "x" * 256}),
    Refusal("import_rows", "bank_category_is_1_to_255_characters", {"category": ""}),
    Refusal("import_rows", "counter_account_is_capitals_and_digits", {"counter_account": "DE 12"}),
    Refusal("import_rows", "because_is_at_most_2000_characters", {"because": TOO_LONG}),
    Refusal("import_rows", "occurrence_is_1_or_more", {"occurrence": 0}),
    Refusal("import_rows", "decision_is_known", {"decision": "skipped"}),
    Refusal("import_rows", "who_decided_is_known", {"decided_by": "chance"}),
    Refusal("import_rows", "who_decided_is_known", {"decided_by": None}),
    Refusal("import_rows", "who_decided_is_known", {"decision": "waits"}),
    Refusal("import_rows", "contribution_is_into_an_asset", CONTRIBUTED | {"contributed": None}),
    Refusal("import_rows", "contribution_is_into_an_asset", CONTRIBUTED | {"contributed": "NaN"}),
    Refusal("import_rows", "contribution_is_into_an_asset", {"asset_id": giro_of(ANNA)}),
    Refusal("import_rows", "pair_is_of_a_transfer", {"pair_id": bank_row_of(ANNA)}),
    Refusal(
        "import_rows",
        "pair_is_another_row",
        {"decision": "transfer", "id": NOBODY, "pair_id": NOBODY},
    ),
    Refusal("user_logins", "login_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("user_logins", "role_name_is_1_to_63_characters", {"role_name": ""}),
    Refusal("user_logins", "role_name_is_1_to_63_characters", {"role_name": "x" * 64}),
    Refusal("user_logins", "everyday_role_is_nobodys_own", {"role_name": "finally_app"}),
    Refusal("user_shares", "share_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("user_shares", "reader_belongs_to_a_user", {"reader_id": NOBODY}),
    Refusal("user_shares", "books_are_shared_with_somebody_else", {"reader_id": ANNA}),
    Refusal("goals", "goal_belongs_to_a_user", {"user_id": NOBODY}),
    Refusal("goals", "goal_name_is_1_to_100_characters", {"goal_name": ""}),
    Refusal("goals", "goal_name_is_1_to_100_characters", {"goal_name": "x" * 101}),
    Refusal("goals", "goal_name_has_no_spaces_around_it", {"goal_name": "House "}),
    Refusal("goals", "goal_name_taken", {"goal_name": "RAINY DAYS"}),
    *(Refusal("goals", "goal_amount_is_above_zero", {"amount": wrong}) for wrong in (0, -1, "NaN")),
    *(
        Refusal("goals", rule, {"amount": None, column: wrong})
        for column, rule in (
            ("months_of_spending", "months_of_spending_between_0_and_1200"),
            ("times_yearly_spending", "times_yearly_spending_between_0_and_1200"),
        )
        for wrong in (0, "1200.01", "NaN")
    ),
    Refusal("goals", "goal_is_measured_in_one_way", {"amount": None}),
    Refusal("goals", "goal_is_measured_in_one_way", {"months_of_spending": 6}),
    Refusal("goals", "goal_begins_at_a_number", {"from_amount": "NaN"}),
    *(
        Refusal("goals", rule, {column: wrong})
        for column, rule in (
            ("due_month", "goal_ends_with_a_month"),
            ("closed_on", "goal_closes_with_a_month"),
        )
        for wrong in ("1999-12-01", "2101-01-01", "2028-03-02")
    ),
    Refusal("goal_parts", "goal_part_is_of_a_goal", {"user_id": NOBODY}),
    Refusal("goal_parts", "goal_part_is_of_a_goal", {"goal_id": goal_of(BERT)}),
    Refusal("goal_parts", "goal_counts_an_asset", {"asset_id": giro_of(BERT)}),
    Refusal("goal_parts", "goal_counts_a_category", {"asset_id": None, "category_id": NOBODY}),
    Refusal("goal_parts", "goal_part_is_an_asset_or_a_category", {"asset_id": None}),
    Refusal("goal_parts", "goal_part_is_an_asset_or_a_category", {"category_id": CASH}),
]

ONE_OF_A_KIND = {
    "asset_categories": "asset_category_code_taken",
    "income_categories": "income_category_code_taken",
    "expense_categories": "expense_category_code_taken",
    "expense_subcategories": "expense_subcategory_code_taken",
    "asset_inputs": "snapshot_month_taken",
    "prices": "price_day_taken",
    "splits": "split_day_taken",
    "market_cap_history": "market_cap_month_taken",
    "fx_rates": "fx_rate_month_taken",
    "budgets": "budget_month_taken",
    "yearly_budgets": "budget_year_taken",
    "budget_policies": "budget_policy_taken",
    "recurring_postings": "recurring_due_day_taken",
    "category_allocation_targets": "target_taken",
    "target_sets": "target_set_month_taken",
    "asset_targets": "asset_target_taken",
    "sources": "source_name_taken",
    "import_rows": "bank_row_taken",
    "goals": "goal_name_taken",
    "goal_parts": "goal_part_taken",
    "idempotency_keys": "idempotency_key_taken",
    "user_logins": "login_taken",
    "user_shares": "share_taken",
}


@pytest.fixture
def household(owner: Database) -> Database:
    settle(owner, BERT)
    settle(owner, ANNA)
    return owner


@each("refusal", REFUSALS)
def test_a_rule_refuses_under_its_own_name(household: Database, refusal: Refusal) -> None:
    with pytest.raises(errors.IntegrityError) as refused, household.transaction():
        insert(household, refusal.table, {**valid_row(refusal.table, ANNA), **refusal.changes})
    assert refused.value.diag.constraint_name == refusal.rule


@pytest.mark.parametrize(("table", "rule"), ONE_OF_A_KIND.items())
def test_the_same_row_twice_is_refused(household: Database, table: str, rule: str) -> None:
    insert(household, table, valid_row(table, ANNA))
    with pytest.raises(errors.UniqueViolation) as refused:
        insert(household, table, valid_row(table, ANNA))
    assert refused.value.diag.constraint_name == rule


def test_two_users_with_one_cognito_account_are_refused(household: Database) -> None:
    insert(household, "users", {"email": "x@example.org", "cognito_sub": "sub-1"})
    with pytest.raises(errors.UniqueViolation) as refused:
        insert(household, "users", {"email": "y@example.org", "cognito_sub": "sub-1"})
    assert refused.value.diag.constraint_name == "user_cognito_sub_taken"


def test_earlier_terms_end_once_a_month(household: Database) -> None:
    row = valid_row("recurring_items", ANNA) | {
        "succeeded_by": phone_of(ANNA), "last_month": "2026-05-01",
    }  # fmt: skip
    insert(household, "recurring_items", row)
    with pytest.raises(errors.UniqueViolation) as refused:
        insert(household, "recurring_items", row)
    assert refused.value.diag.constraint_name == "earlier_terms_end_once_a_month"


@pytest.mark.parametrize(
    ("rule", "alike"),
    [
        ("source_account_taken", {"account_key": "DE12"}),
        ("source_asset_taken", {"asset_id": giro_of(ANNA)}),
    ],
)
def test_an_account_and_an_asset_are_of_one_source(
    household: Database, rule: str, alike: dict[str, object]
) -> None:
    row = valid_row("sources", ANNA) | alike
    insert(household, "sources", row)
    with pytest.raises(errors.UniqueViolation) as refused, household.transaction():
        insert(household, "sources", row | {"source_name": "Another"})
    assert refused.value.diag.constraint_name == rule
    if "account_key" in alike:  # an account in two currencies is two sources
        insert(household, "sources", row | {"source_name": "Another", "currency": "EUR"})


ASKED_AT_THE_END = [
    *(
        Refusal(table, rule, {column: wanted})
        for table, rule, column in (
            ("incoming_items", "income_is_of_a_bank_row", "import_row_id"),
            ("expense_items", "expense_is_of_a_bank_row", "import_row_id"),
        )
        for wanted in (NOBODY, bank_row_of(BERT))
    ),
    Refusal("asset_inputs", "snapshot_is_of_an_import", {"import_id": NOBODY}),
    Refusal("asset_inputs", "snapshot_is_of_an_import", {"import_id": file_of(BERT)}),
    *(
        Refusal(
            "import_rows",
            "transfer_has_another_side",
            {"decision": "transfer", "pair_id": other},
        )
        for other in (NOBODY, bank_row_of(BERT))
    ),
]


@pytest.mark.parametrize("refusal", ASKED_AT_THE_END, ids=str)
def test_what_a_row_refers_to_is_there_when_all_is_written(
    household: Database, refusal: Refusal
) -> None:
    insert(household, refusal.table, {**valid_row(refusal.table, ANNA), **refusal.changes})
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        household.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused.value.diag.constraint_name == refusal.rule


BANKS_OWN = {
    "line": 7, "day": "2026-01-16", "value_day": "2026-01-17", "amount": -41, "text": "ALDI",
    "bank_id": "1", "counter_account": "DE12", "balance": 5, "category": "Food",
    "import_id": NOBODY, "source_id": NOBODY,
}  # fmt: skip


@each("column", BANKS_OWN)
def test_what_a_bank_said_is_never_edited(household: Database, column: str) -> None:
    change = sql.SQL("UPDATE import_rows SET {} = %s WHERE id = %s").format(sql.Identifier(column))
    with pytest.raises(errors.CheckViolation) as refused, household.transaction():
        household.execute(change, [BANKS_OWN[column], bank_row_of(ANNA)])
    assert refused.value.diag.constraint_name == "bank_row_is_kept"


def test_every_column_of_a_bank_row_is_the_banks_or_of_what_became_of_it(
    household: Database,
) -> None:
    columns = household.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'import_rows'"
    ).fetchall()
    assert {name for (name,) in columns} - set(BANKS_OWN) == {
        "user_id", "id", "created_at", "updated_at",
        "key", "occurrence", "decision", "decided_by", "because", "pair_id",
        "asset_id", "contributed",
    }  # fmt: skip


def test_two_users_may_have_assets_of_one_name(household: Database) -> None:
    # `settle` gave each a Giro.
    assert value(household, "SELECT count(*) FROM assets WHERE asset_name = 'Giro'") == 2


def test_every_named_rule_is_tested_here(owner: Database) -> None:
    rules = owner.execute(
        """
        SELECT conrelid::regclass::text, conname
        FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
          AND contype IN ('c', 'f', 'u')
        UNION ALL
        SELECT indrelid::regclass::text, indexrelid::regclass::text
        FROM pg_index
        JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace
          AND indisunique
          AND NOT indisprimary
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
        """
    ).fetchall()
    tested = {(refusal.table, refusal.rule) for refusal in REFUSALS}
    tested |= set(ONE_OF_A_KIND.items()) | {("users", "user_cognito_sub_taken")}
    tested |= {("recurring_items", "earlier_terms_end_once_a_month")}
    # No rule but the key that expense_items refers to: (category_id, id) cannot be taken, id is.
    tested |= {("expense_subcategories", "expense_subcategory_of_category")}
    # Nor this one, which import_rows refers to: (user_id, id) is the key.
    tested |= {("imports", "import_of_source")}
    tested |= {("sources", "source_account_taken"), ("sources", "source_asset_taken")}
    tested |= {(refusal.table, refusal.rule) for refusal in ASKED_AT_THE_END}
    # A target's set is made with it, and is asked the same before.
    tested |= {("category_allocation_targets", "target_belongs_to_a_user")}
    # Nobody but triggers writes here: tests/store/test_schema_audit.py.
    tested |= {rule for rule in rules if rule[0] in ("audit_events", "audit_changes")}
    # Nor here but two functions: tests/store/test_schema_closed_months.py.
    tested |= {rule for rule in rules if rule[0] == "month_seals"}
    tested |= {(f"{of}_targets", "target_is_of_a_set") for of in ("asset", "category_allocation")}
    assert sorted(set(rules) - tested) == []


def test_every_number_refuses_nan(household: Database) -> None:
    numbers = household.execute(
        """
        SELECT table_name, column_name
        FROM information_schema.columns
        JOIN pg_class ON relname = table_name AND relnamespace = 'public'::regnamespace
        WHERE table_schema = 'public'
          AND data_type = 'numeric'
          AND relkind = 'r'
        """
    ).fetchall()
    assert len(numbers) >= 15
    for table, column in numbers:
        row = valid_row(table, ANNA) | {column: "NaN"}
        with pytest.raises(errors.CheckViolation), household.transaction():
            insert(household, table, row)


@pytest.mark.parametrize("total", ["Infinity", "-Infinity", "1e20", "-1e20"])
def test_a_value_too_large_for_money_is_refused(household: Database, total: str) -> None:
    row = valid_row("asset_inputs", ANNA)
    with pytest.raises(errors.NumericValueOutOfRange):
        insert(household, "asset_inputs", row | {"total": total})


def test_the_widest_money_and_the_smallest_are_kept_exactly(household: Database) -> None:
    for month, total in enumerate(("99999999999999999999.9999", "-0.0001"), start=1):
        row = valid_row("asset_inputs", ANNA) | {"total": total, "month": month}
        insert(household, "asset_inputs", row)
        kept = value(household, "SELECT total FROM asset_inputs WHERE month = %s", month)
        assert kept == Decimal(total)


def test_a_value_in_another_currency_keeps_amount_and_rate(household: Database) -> None:
    # 33.3333 x 1.000050000000 = 33.334966665, which is 33.3350 to four decimals
    euros = {"native_amount": "33.3333", "currency": "EUR", "rate": "1.00005", "total": "33.335"}
    insert(household, "asset_inputs", valid_row("asset_inputs", ANNA) | euros)
    assert value(household, "SELECT total FROM asset_inputs") == Decimal("33.3350")


def test_half_of_the_last_decimal_is_rounded_away_from_zero(household: Database) -> None:
    # -0.0001 x 0.5 = -0.00005, which is -0.0001 to four decimals
    debt = {"native_amount": "-0.0001", "currency": "EUR", "rate": "0.5", "total": "-0.0001"}
    insert(household, "asset_inputs", valid_row("asset_inputs", ANNA) | debt)


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("asset_inputs", {"total": -100}),  # an overdrawn account
        ("asset_inputs", {"total": 0}),
        ("asset_inputs", {"year": 2000, "month": 12}),
        ("asset_inputs", {"year": 2100, "month": 12}),
        ("expense_items", {"amount": "-12.5"}),  # a refund
        ("expense_items", {"spent_on": "2026-01-31"}),
        ("incoming_items", {"received_on": "2026-01-01"}),
        ("budgets", {"budget_amount": -20}),  # overspent and rolled forward
        ("budgets", {"budget_amount": 20, "policy": "carry"}),
        ("budgets", {"budget_amount": 20, "policy": "carry", "carry_floor": 0, "carry_cap": 0}),
        ("yearly_budgets", {"budget_amount": 0}),
        ("recurring_items", {"amount": -5}),
        ("recurring_items", {"last_month": "2026-01-01"}),  # once
        ("recurring_items", {"first_month": "2000-01-01", "last_month": "2100-12-01"}),
        ("category_allocation_targets", {"target_pct": 0}),
        ("category_allocation_targets", {"target_pct": 1}),
        ("assets", {"asset_name": "Sparbuch [bold]für Ömi[/bold]\x1b[31m"}),
    ],
)
def test_what_looks_odd_but_happens_is_accepted(
    household: Database, table: str, changes: dict[str, object]
) -> None:
    insert(household, table, valid_row(table, ANNA) | changes)


def test_period_is_the_first_day_of_the_month(household: Database) -> None:
    insert(household, "expense_items", valid_row("expense_items", ANNA) | {"month": 12})
    assert value(household, "SELECT period::text FROM expense_items") == "2026-12-01"


def test_an_asset_with_snapshots_cannot_be_deleted_before_them(household: Database) -> None:
    insert(household, "asset_inputs", valid_row("asset_inputs", ANNA))
    with pytest.raises(errors.ForeignKeyViolation) as refused, household.transaction():
        household.execute("DELETE FROM assets WHERE user_id = %s", [ANNA])
    assert refused.value.diag.constraint_name == "snapshot_is_of_an_asset"

    household.execute("DELETE FROM asset_inputs WHERE user_id = %s", [ANNA])
    assert household.execute("DELETE FROM assets WHERE user_id = %s", [ANNA]).rowcount == 1


class TestTheKindOfAnAsset:
    """A total's sign was given for the side of the sheet that the asset was on."""

    @staticmethod
    def change_category(db: Database, category: UUID) -> None:
        db.execute("UPDATE assets SET category_id = %s WHERE user_id = %s", [category, ANNA])

    def test_is_fixed_once_it_has_snapshots(self, household: Database) -> None:
        insert(household, "asset_inputs", valid_row("asset_inputs", ANNA))
        with pytest.raises(errors.CheckViolation) as refused:
            self.change_category(household, MORTGAGE)
        assert refused.value.diag.constraint_name == "asset_kind_is_fixed"

    def test_may_change_before_the_first_snapshot(self, household: Database) -> None:
        self.change_category(household, MORTGAGE)

    def test_leaves_categories_of_that_kind_open(self, household: Database) -> None:
        insert(household, "asset_inputs", valid_row("asset_inputs", ANNA))
        self.change_category(household, built_in("asset_categories", "CRYPTO"))

    def test_waits_for_a_first_snapshot_on_its_way(self, fresh_database: str, server: Any) -> None:
        with (
            server.connect(fresh_database) as adding,
            server.connect(fresh_database) as moving,
        ):
            settle(adding, ANNA)
            adding.commit()
            insert(adding, "asset_inputs", valid_row("asset_inputs", ANNA))

            moving.execute("SET lock_timeout = '200ms'")
            with pytest.raises(errors.LockNotAvailable):
                self.change_category(moving, MORTGAGE)
            moving.rollback()


def test_a_category_id_cannot_be_borrowed_from_another_table(household: Database) -> None:
    # CASH is an asset category, and no expense category.
    with pytest.raises(errors.ForeignKeyViolation) as refused:
        row = valid_row("expense_items", ANNA) | {"category_id": CASH}
        insert(household, "expense_items", row)
    assert refused.value.diag.constraint_name == "expense_is_in_a_category"
