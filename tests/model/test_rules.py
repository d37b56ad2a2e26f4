"""Which rules fit a row of a bank, and what a rule cannot look for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from finally_cli.model.errors import BadUsage
from finally_cli.model.rules import Rule, RuleSet, refuse_pattern, rule_in_words
from tests.support.each import each


def make(position: int, pattern: str, **said: Any) -> Rule:
    about = {"is_regex": False, "action": "ignore", **said}
    return Rule(id=f"id-{position}", position=position, pattern=pattern, **about)


# What is looked for, where it is found, and where it is not.
WORDS = {
    "a word in any case": ("rewe", "REWE SAGT DANKE", "Brewer"),
    "the beginning of a word": ("rent", "Monthly RENTAL", "CURRENT ACCOUNT"),
    "words in a row": ("rewe markt", "REWE  Markt 12", "REWE City Markt"),
    "whatever stands between": ("rewe markt", "rewe-//-markt", "rewemarkt"),
    "signs that were typed": ("amazon*prime", "AMAZON PRIME", "AMAZON.DE*X PRIME"),
    "an apostrophe or none": ("mcdonalds", "McDonald's 17", "MCD 17"),
    "a short last word is whole": ("h&m", "H & M 0815", "HMRC / H MILLER"),
    "sharp s": ("straße", "HAUPTSTRASSE / STRASSE 5", "STR. 5"),
    "capitals beyond ASCII": ("žižkov", "PRAHA ŽIŽKOV", "ZIZKOV"),
    "composed or not": ("cafe\u0301", "CAFÉ AM MARKT", "CAFE"),
    "marks are letters": ("हिन्दी", "दुकान हिन्दी", "ह न द"),
    "no blanks in the script": ("東京", "株式会社東京", "京東"),
    "digits": ("4711", "NR. 4711-2", "14711"),
    "what is not seen": ("rewe", "RE\u00adWE", "RE WE"),
    "nothing is an expression": ("a.c", "A C", "ABC"),
}


@each("name", WORDS)
def test_words_are_found_one_after_the_other_where_a_word_begins(name: str) -> None:
    words, found, not_found = WORDS[name]
    rules = RuleSet([make(1, words)])
    assert rules.matching(found), found
    assert not rules.matching(not_found), not_found


def test_an_expression_is_found_in_any_case_in_the_text_as_it_is() -> None:
    rules = RuleSet([make(1, r"^sepa .*\brent\b", is_regex=True), make(2, "q|nt$", is_regex=True)])
    assert [rule.position for rule in rules.matching("SEPA 11/26 Rent")] == [1, 2]
    assert rules.matching("SEPA 11/26 Rents") == []
    assert rules.matching("xyz") == []


def test_the_first_in_order_decides_and_all_that_fit_are_told() -> None:
    rules = RuleSet([make(1, "market", is_regex=True), make(2, "super"), make(3, "super market")])
    text = "SUPER MARKET"
    assert [rule.position for rule in rules.fitting(text, Decimal(-1), None)] == [1, 2, 3]
    first = rules.first(text, Decimal(-1), None)
    assert first is not None
    assert first.position == 1


# The least and the most amount, and the direction; amounts that fit, and others.
AMOUNTS = {
    "both ends are within": ("10", "50", None, "-10 50", "-9.99 50.01"),
    "open below": (None, "50", None, "0.01 -50", "-51"),
    "open above": ("10", None, None, "-10 9999", "9"),
    "exactly": ("42.5", "42.5", None, "-42.50 42.5", "42.51"),
    "in": (None, None, "in", "5", "-5 0"),
    "out": (None, None, "out", "-5", "5 0"),
}


@each("name", AMOUNTS)
def test_an_amount_is_asked_for_without_its_sign(name: str) -> None:
    least, most, direction, fitting, others = AMOUNTS[name]
    ends = {"least_amount": least and Decimal(least), "most_amount": most and Decimal(most)}
    rules = RuleSet([make(1, "x", direction=direction, **ends)])
    assert all(rules.first("x", Decimal(amount), None) for amount in fitting.split())
    assert not any(rules.first("x", Decimal(amount), None) for amount in others.split())


def test_a_rule_of_a_source_is_of_no_other() -> None:
    rules = RuleSet([make(1, "x", source_id="giro")])
    assert rules.first("x", Decimal(1), "giro")
    assert not rules.first("x", Decimal(1), "card")
    assert not rules.first("x", Decimal(1), None)


REFUSED = {
    "look-ahead": (r"rent(?=al)", "RULE_PATTERN_INVALID"),
    "look-behind": (r"(?<!cur)rent", "RULE_PATTERN_INVALID"),
    "a back-reference": (r"(a)\1", "RULE_PATTERN_INVALID"),
    "an open bracket": ("(", "RULE_PATTERN_INVALID"),
    "brackets the other way round": ("a)(b", "RULE_PATTERN_INVALID"),
    "a huge repetition": ("(x{1000}){1000}", "RULE_PATTERN_INVALID"),
    "a large program": (r"(\pL+\s+){999}", "RULE_PATTERN_TOO_LARGE"),
    "too many characters": ("x" * 10_000, "RULE_PATTERN_TOO_LONG"),
}


@each("name", REFUSED)
def test_an_expression_that_would_not_be_linear_or_not_fit_is_refused(name: str) -> None:
    pattern, code = REFUSED[name]
    with pytest.raises(BadUsage) as refused:
        refuse_pattern(pattern, True)
    assert refused.value.code == code
    assert "(?i)" not in refused.value.message


def test_the_reason_is_that_of_re2_and_why_it_is_so_is_said() -> None:
    with pytest.raises(BadUsage) as refused:
        refuse_pattern("(?=x)", True)
    assert refused.value.message == "RE2 does not take /(?=x)/: invalid perl operator: (?="
    assert "a rule takes time in proportion to the text" in refused.value.hint


@each("pattern", [" ", "***", "a\tb"])
def test_words_hold_a_letter_or_a_digit_and_nothing_unseen(pattern: str) -> None:
    with pytest.raises(BadUsage):
        refuse_pattern(pattern, False)


def test_a_repetition_in_a_repetition_is_as_quick_as_any() -> None:
    """A search that tries one way after the other would not end within the age of the universe."""
    rules = RuleSet([make(1, "(a+)+$", is_regex=True), make(2, "(x|x)*y$", is_regex=True)])
    assert rules.matching("a" * 1000 + "!" + "x" * 1000) == []
    assert [rule.position for rule in rules.matching("!" + "a" * 1000)] == [1]


def test_what_does_not_fit_into_one_set_is_in_several() -> None:
    """Each takes more than a third of what one set holds."""
    rules = RuleSet(
        [make(n, rf"(\w+\s+){{999}}x{n}$", is_regex=True) for n in range(1, 6)]
        + [make(6, "x3"), make(7, "x", is_regex=True)]
    )
    found = rules.matching("a " * 999 + "x3")
    assert [rule.position for rule in found] == [3, 6, 7]
    assert len(rules.expressions) > 1


def test_a_rule_says_in_words_what_it_looks_for_and_makes_of_it() -> None:
    said = {"action": "category", "category": "FOOD", "subcategory": "GROCERIES"}
    assert rule_in_words(make(3, "rewe", **said)) == 'rule 3: "rewe" → FOOD/GROCERIES'
    assert rule_in_words(make(1, "a.c", is_regex=True)) == "rule 1: /a.c/ → ignored"
    put = make(2, "to savings", action="contribution", asset="Savings")
    assert rule_in_words(put) == 'rule 2: "to savings" → contribution to Savings'
