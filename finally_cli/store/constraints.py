"""What the rules of the schema mean to a person, by the name of the constraint."""

from collections.abc import Mapping

from finally_cli.model.errors import Conflict, Denied, FinallyError, Locked, NotFound, Refused

Explanation = tuple[type[FinallyError], str, str, str]  # error, code, message, hint

AUDIT_IS_CLOSED: Explanation = (
    Denied,
    "AUDIT_IS_CLOSED",
    "the audit is written by the database itself, and never changed",
    "To take a change back: finally undo",
)
CATEGORY_EXISTS: Explanation = (
    Conflict,
    "CATEGORY_EXISTS",
    "there is already a category of that code",
    "See them all with: finally category list",
)
CATEGORY_IN_USE: Explanation = (
    Conflict,
    "CATEGORY_IN_USE",
    "the category is used, or is gone",
    "Move what uses it to another category first.",
)
RECURRING_IN_USE: Explanation = (
    Conflict,
    "RECURRING_IN_USE",
    "the recurring item is gone, or was changed just now",
    "Run the command again: somebody else changed it meanwhile.",
)
ACCOUNT_IN_USE: Explanation = (
    Conflict,
    "SOURCE_EXISTS",
    "there is already a source of that account",
    "Use that one; an account in two currencies is two sources.",
)
BANK_ROW_IN_USE: Explanation = (
    Conflict,
    "BANK_ROW_IN_USE",
    "an entry came of the bank row, or the row is gone",
    "Run the command again: somebody else changed it meanwhile.",
)
BUDGET_HAS_MOVES: Explanation = (
    Conflict,
    "BUDGET_HAS_MOVES",
    "money was moved between budgets of which one is not there, or would be gone",
    "See what was moved with: finally budget moves",
)
NOT_IN_ITS_MONTH: Explanation = (
    Refused,
    "DAY_NOT_IN_MONTH",
    "the day does not lie in the month",
    "Leave one of them out, or correct it.",
)
SUBCATEGORY_ELSEWHERE: Explanation = (
    Refused,
    "SUBCATEGORY_ELSEWHERE",
    "the subcategory belongs to another category",
    "See them with: finally category list --kind expense",
)
NOT_A_SHARE: Explanation = (
    Refused,
    "NOT_A_SHARE",
    "a share lies between 0 and 100 %",
    "Write 25 for a quarter.",
)


def asset_in_use(by: str) -> Explanation:
    """An asset that cannot go, for something of it is kept; or that something is kept for none."""
    return (
        Conflict,
        "ASSET_IN_USE",
        f"the asset has {by}, or is gone",
        "Run the command again: somebody else changed it meanwhile.",
    )


# The sentence for each rule the schema keeps, by the name of its constraint. What is not here, the
# program rules out before it asks the database: tests/store/test_errors.py lists both.
RULES: Mapping[str, Explanation] = {
    "address_is_given_by_the_owner": (
        Denied,
        "ADDRESS_IS_GIVEN",
        "a person's own login does not change their address",
        "Ask the owner of the database.",
    ),
    "amount_is_not_zero": (
        Refused,
        "AMOUNT_IS_ZERO",
        "an amount cannot be zero",
        "Delete the entry instead.",
    ),
    "asset_category_code_taken": CATEGORY_EXISTS,
    "asset_is_in_a_category": CATEGORY_IN_USE,
    "asset_kind_is_fixed": (
        Conflict,
        "ASSET_KIND_FIXED",
        "an asset with values cannot become a debt, nor a debt an asset",
        "Close it, and add a new one in the other category.",
    ),
    "asset_name_taken": (
        Conflict,
        "ASSET_EXISTS",
        "there is already an asset of that name",
        "See them all with: finally asset list --all",
    ),
    "audit_is_only_added_to": AUDIT_IS_CLOSED,
    "audit_is_written_by_trigger": AUDIT_IS_CLOSED,
    "bank_row_is_of_an_import": (
        Conflict,
        "IMPORT_IN_USE",
        "the import has rows, or is gone",
        "Take the import back with all that it wrote.",
    ),
    "bank_row_puts_money_into_an_asset": (
        Conflict,
        "ASSET_IN_USE",
        "bank rows put money into the asset, or it is gone",
        "Close it, and keep its history: finally asset close",
    ),
    # Of two imports at once: what the other one brought was not there yet when this one looked.
    "bank_row_taken": (
        Locked,
        "LOCKED",
        "another import of the same source was faster; nothing was changed",
        "Run it again, and it goes on from there.",
    ),
    "books_are_shared_with_somebody_else": (
        Refused,
        "SHARED_WITH_ONESELF",
        "nobody needs a share of their own books",
        "Name somebody else with --with EMAIL.",
    ),
    "budget_is_for_a_category": CATEGORY_IN_USE,
    "budget_policy_is_for_a_category": CATEGORY_IN_USE,
    "asset_targets_are_at_most_the_category": (
        Refused,
        "TARGETS_ABOVE_100",
        "the targets of a category's assets would sum to more than 100 %",
        "Look at them with: finally target list",
    ),
    "category_code_is_built_in": CATEGORY_EXISTS,
    "category_is_own_or_built_in": (
        NotFound,
        "CATEGORY_NOT_FOUND",
        "there is no such category",
        "See them with: finally category list",
    ),
    "category_name_is_1_to_100_characters": (
        Refused,
        "NAME_TOO_LONG",
        "the name of a category has at most 100 characters",
        "Choose a shorter one.",
    ),
    "earlier_terms_are_of_a_recurring_item": RECURRING_IN_USE,
    "expense_category_code_taken": CATEGORY_EXISTS,
    "expense_is_in_a_category": CATEGORY_IN_USE,
    "expense_is_of_a_bank_row": BANK_ROW_IN_USE,
    "expense_subcategory_code_taken": CATEGORY_EXISTS,
    "expense_subcategory_is_of_its_category": SUBCATEGORY_ELSEWHERE,
    "goal_counts_a_category": CATEGORY_IN_USE,
    "goal_counts_an_asset": (
        Conflict,
        "ASSET_IN_USE",
        "a goal counts the asset, or it is gone",
        "Look at the goals with: finally goal list --all",
    ),
    "goal_name_is_1_to_100_characters": (
        Refused,
        "NAME_TOO_LONG",
        "the name of a goal has 1 to 100 characters",
        "Choose a shorter one.",
    ),
    "goal_name_taken": (
        Conflict,
        "GOAL_EXISTS",
        "there is already a goal of that name",
        "See them all with: finally goal list --all",
    ),
    "goal_part_is_of_a_goal": (
        Conflict,
        "GOAL_IN_USE",
        "something counts towards the goal, or it is gone",
        "Run the command again: somebody else changed it meanwhile.",
    ),
    # Commands with one key wait for each other. On a server whose transactions see only what was
    # there when they began, the one that waited does not see what the other kept.
    "idempotency_key_taken": (
        Locked,
        "LOCKED",
        "another command under the same key was faster; nothing was changed",
        "Run it again, and it repeats that answer.",
    ),
    "income_category_code_taken": CATEGORY_EXISTS,
    "import_is_of_a_source": (
        Conflict,
        "SOURCE_IN_USE",
        "files of the source have been imported, or it is gone",
        "Take those imports back first.",
    ),
    "income_is_in_a_category": CATEGORY_IN_USE,
    "income_is_of_a_bank_row": BANK_ROW_IN_USE,
    "login_taken": (
        Conflict,
        "LOGIN_TAKEN",
        "that role is the login of another user",
        "See who has which: finally user list",
    ),
    "market_cap_is_of_an_asset": asset_in_use("market caps"),
    "move_is_into_a_budget": BUDGET_HAS_MOVES,
    "move_is_out_of_a_budget": BUDGET_HAS_MOVES,
    "price_is_of_an_asset": asset_in_use("prices"),
    "posting_is_of_a_recurring_item": RECURRING_IN_USE,
    "received_on_lies_in_its_month": NOT_IN_ITS_MONTH,
    "recurring_expense_is_in_a_category": CATEGORY_IN_USE,
    "recurring_income_is_in_a_category": CATEGORY_IN_USE,
    "recurring_item_ends_after_it_begins": (
        Refused,
        "ENDS_BEFORE_IT_BEGINS",
        "it would end before it begins",
        "Give both --from and --until.",
    ),
    "role_name_is_1_to_63_characters": (
        Refused,
        "ROLE_NAME_TOO_LONG",
        "the name of a role has at most 63 characters",
        "Choose a shorter one.",
    ),
    "rule_amounts_are_in_order": (
        Refused,
        "RANGE_REVERSED",
        "a range of amounts begins with the smaller one",
        "Write it as: --amount 10..50",
    ),
    "rule_gives_an_expense_category": CATEGORY_IN_USE,
    "rule_gives_an_income_category": CATEGORY_IN_USE,
    "rule_is_of_a_source": (
        Conflict,
        "SOURCE_IN_USE",
        "the source has rules of its own, or is gone",
        "Delete them first.",
    ),
    "rule_pattern_is_1_to_1000_characters": (
        Refused,
        "PATTERN_TOO_LONG",
        "what a rule looks for has 1 to 1000 characters",
        "Name fewer words, or write several rules.",
    ),
    "rule_puts_money_into_an_asset": (
        Conflict,
        "ASSET_IN_USE",
        "a rule puts money into the asset, or it is gone",
        "Delete the rule first.",
    ),
    "rule_subcategory_is_of_its_category": SUBCATEGORY_ELSEWHERE,
    "snapshot_is_of_an_asset": asset_in_use("values"),
    "snapshot_is_of_an_import": (
        Conflict,
        "IMPORT_IN_USE",
        "a value was read from the import, or it is gone",
        "Take the import back with all that it wrote.",
    ),
    "split_is_of_an_asset": asset_in_use("splits"),
    "source_account_taken": ACCOUNT_IN_USE,
    "source_asset_taken": (
        Conflict,
        "SOURCE_EXISTS",
        "another source has that asset",
        "Take it from that one first.",
    ),
    "source_is_of_an_asset": (
        Conflict,
        "ASSET_IN_USE",
        "the asset is that of a source, or is gone",
        "Take it from the source first.",
    ),
    "source_name_is_1_to_100_characters": (
        Refused,
        "NAME_TOO_LONG",
        "the name of a source has 1 to 100 characters",
        "Choose a shorter one.",
    ),
    "source_name_taken": (
        Conflict,
        "SOURCE_EXISTS",
        "there is already a source of that name",
        "Choose another name.",
    ),
    "spent_on_lies_in_its_month": NOT_IN_ITS_MONTH,
    "sub_target_between_0_and_1": NOT_A_SHARE,
    "subcategory_is_in_a_category": CATEGORY_IN_USE,
    "target_between_0_and_1": NOT_A_SHARE,
    "target_is_for_a_category": CATEGORY_IN_USE,
    "target_is_for_an_asset": asset_in_use("targets"),
    "target_is_for_assets_only": (
        Refused,
        "TARGET_OF_A_DEBT",
        "a debt has no target share",
        "Targets are shares of what you own.",
    ),
    # Who writes a target makes its set if need be; it was there, and another command took it away.
    "target_is_of_a_set": (
        Locked,
        "LOCKED",
        "somebody else changed the targets of that month at the same moment",
        "Run the command again; nothing of it was kept.",
    ),
    "targets_are_at_most_the_whole": (
        Refused,
        "TARGETS_ABOVE_100",
        "the targets would sum to more than 100 %",
        "Look at them with: finally target list",
    ),
    "ticker_is_1_to_32_characters": (
        Refused,
        "TICKER_TOO_LONG",
        "a ticker has 1 to 32 characters",
        "Write it as the exchange does, such as VWCE.",
    ),
    "transfer_has_another_side": (
        Conflict,
        "BANK_ROW_IN_USE",
        "the other side of a transfer refers to the bank row, or is gone",
        "Run the command again: somebody else changed it meanwhile.",
    ),
    "user_cognito_sub_taken": (
        Conflict,
        "COGNITO_SUB_TAKEN",
        "another user has that Cognito account",
        "See them all with: finally user list",
    ),
    "user_email_taken": (
        Conflict,
        "USER_EXISTS",
        "there is already a user with that email",
        "See them all with: finally user list",
    ),
}
