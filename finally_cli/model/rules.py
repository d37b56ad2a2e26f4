"""Rules of bank rows: which of them fits a row, in time that grows with its text alone.

A rule names words that stand in a row's text one after the other, or a regular expression. Both are
sets of RE2's, which reads a text once for all of them, whatever they say (Cox, "Regular Expression
Matching in the Wild", 2010). The first rule in order that fits decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Code, Count, Id, Money, Month
from finally_cli.model.text import QUOTED, escape_controls, is_control, normalize, quote

LONGEST_PATTERN = 1000  # characters
REMEMBERED = 1 << 14  # texts whose fitting patterns are kept
MEMORY = 64 << 20  # bytes that RE2 may use for a set
MOST_STEPS = 50_000  # of RE2's programs in one set, so that its tables always fit into that
WHOLE = 2  # a last word of so few letters is no beginning: `h&m` is not in "HMRC", nor "H Miller"
# Scripts that write words without blanks between: a word begins anywhere.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


class Separators(dict[int, int | str | None]):
    """What `str.translate` makes of a character between words, asked once for each."""

    def __missing__(self, point: int) -> int | str | None:
        character = chr(point)
        category = unicodedata.category(character)
        kept: int | str | None = point if category[0] in "LNM" else " "
        if category == "Cf" or character in "'\u2019":
            kept = None  # McDonald's is McDonalds, and what is not seen is not there
        self[point] = kept
        return kept


SEPARATORS = Separators()


def in_words(text: str) -> str:
    """The words of a text as they are compared: without case, one blank around each.

    >>> in_words("REWE-Markt  Köln//4711"), in_words("McDonald's")
    (' rewe markt köln 4711 ', ' mcdonalds ')
    """
    folded = text.lower() if text.isascii() else normalize(normalize(text).casefold())
    return f" {' '.join(folded.translate(SEPARATORS).split())} "


class Amounts(Protocol):
    """Which rows a rule is of, beside their text."""

    @property
    def least_amount(self) -> Decimal | None: ...
    @property
    def most_amount(self) -> Decimal | None: ...
    @property
    def direction(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, and what a row becomes that it fits.

    `position` is from 1, without gaps. `pattern` is words, or an expression of RE2. Amounts are
    without their sign, in the currency of the row's account. `closed_on` is the month from which
    its category or asset is closed.
    """

    id: Id
    position: Count
    pattern: str
    is_regex: bool
    least_amount: Money | None = None
    most_amount: Money | None = None
    direction: str | None = None  # in or out
    source_id: Code | None = None
    source: str | None = None
    action: str  # category, ignore, transfer or contribution
    kind: str | None = None  # of the category: income or expense
    category: str | None = None
    subcategory: str | None = None
    asset: str | None = None
    income_category_id: Code | None = None
    expense_category_id: Code | None = None
    subcategory_id: Code | None = None
    asset_id: Code | None = None
    closed_on: Month | None = None

    @property
    def path(self) -> str:
        """Its category as it is written: FOOD/Groceries, by their codes."""
        return f"{self.category}/{self.subcategory}" if self.subcategory else str(self.category)

    @property
    def becomes(self) -> str:
        """What a row becomes that it fits, in words."""
        if self.action == "category":
            return self.path
        if self.action == "contribution":
            return f"contribution to {escape_controls(self.asset or '')}"
        return "ignored" if self.action == "ignore" else self.action

    def allows(self, amount: Decimal, source_id: str | None) -> bool:
        """Whether it is of rows of this amount, in the account's sense, and of this source."""
        size = abs(amount)
        return (
            (self.source_id is None or self.source_id == source_id)
            and (self.direction is None or (amount > 0 if self.direction == "in" else amount < 0))
            and (self.least_amount is None or size >= self.least_amount)
            and (self.most_amount is None or size <= self.most_amount)
        )


def rule_in_words(rule: Rule) -> str:
    """A rule as a row is told of it: `rule 3: "rewe" → FOOD/Groceries`."""
    return f"rule {rule.position}: {pattern_in_words(rule.pattern, rule.is_regex)} → {rule.becomes}"


def pattern_in_words(pattern: str, is_regex: bool) -> str:
    """Words in quotes, an expression between slashes."""
    quoted = quote(pattern)
    return f"/{quoted[1:-1]}/" if is_regex else quoted


def shown_pattern(rule: Rule) -> str:
    """What a rule looks for as a table has it: cut where it is long, an expression in slashes."""
    said = rule.pattern if len(rule.pattern) <= QUOTED else f"{rule.pattern[: QUOTED - 1]}…"
    return f"/{said}/" if rule.is_regex else said


def conditions_in_words(rule: Amounts, *, but_source: bool = False) -> str:
    """Which rows it is of beside their text: `10..50, out, Giro`; nothing where of all."""
    said = [amounts_in_words(rule.least_amount, rule.most_amount), rule.direction or ""]
    if not but_source:
        said.append(escape_controls(rule.source or ""))
    return ", ".join(word for word in said if word)


def amounts_in_words(least: Decimal | None, most: Decimal | None) -> str:
    """A range of amounts as it is typed; nothing for all.

    >>> amounts_in_words(Decimal(10), None), amounts_in_words(Decimal("42.50"), Decimal("42.50"))
    ('10..', '42.5')
    """
    if least is None and most is None:
        return ""
    low, high = ("" if end is None else plain(end) for end in (least, most))
    return low if low == high else f"{low}..{high}"


def plain(amount: Decimal) -> str:
    """An amount as it is typed, without zeros at its end."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def literal_of(words: str) -> str:
    """What is looked for in the words of a text.

    The first one begins where a word begins, the last one may go on: `rent` is in "Rental car" and
    not in "Current". What stands between them does not count.

    >>> literal_of("Rewe Markt"), literal_of("h&m")
    (' rewe markt', ' h m ')
    """
    folded = in_words(words)
    last = folded.split()[-1] if folded.strip() else ""
    if unicodedata.name(folded.strip()[:1] or " ", "").startswith(UNSPACED):
        return folded.strip()
    return folded if len(last) <= WHOLE else folded.rstrip()


def refuse_pattern(pattern: str, is_regex: bool) -> None:
    """Raises BadUsage for a pattern that no rule can have, with the reason."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadUsage(
            f"what a rule looks for has {len(pattern):,} characters",
            f"At most {LONGEST_PATTERN:,} fit: name fewer words, or write several rules.",
            code="RULE_PATTERN_TOO_LONG",
        )
    if any(map(is_control, pattern)):
        raise BadUsage(
            f"{quote(pattern)} holds a control character",
            "A row's text has none: leave it out.",
            code="RULE_PATTERN_INVALID",
        )
    if is_regex:
        steps_of(pattern)
    elif not in_words(pattern).strip():
        raise BadUsage(
            f"{quote(pattern)} holds no letter and no digit",
            "Name a word of the bank's text; signs alone are looked for with --regex, as \\*\\*.",
            code="RULE_PATTERN_INVALID",
        )


def steps_of(pattern: str) -> int:
    """How large RE2's program of an expression is. Raises BadUsage for what is none, and why."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        steps = int(re2.compile(f"(?i){pattern}", options).programsize)
    except re2.error as error:
        said = error.args[0] if error.args else "it cannot be read"
        reason = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        reason = reason.replace("(?i)", "")
        if "too large" in reason:
            steps = MOST_STEPS + 1
        else:
            raise BadUsage(
                f"RE2 does not take {pattern_in_words(pattern, True)}: {escape_controls(reason)}",
                "Look-around and back-references are not there, so that a rule takes time in"
                " proportion to the text, whatever it says: github.com/google/re2/wiki/Syntax",
                code="RULE_PATTERN_INVALID",
            ) from None
    if steps > MOST_STEPS:
        raise BadUsage(
            f"{pattern_in_words(pattern, True)} is too large once its repetitions are written out",
            "Repeat less of it, or say it in several rules.",
            code="RULE_PATTERN_TOO_LARGE",
        )
    return steps


class Matcher(Protocol):
    """A set of RE2's, as its package gives it."""

    def Match(self, text: str) -> list[int] | None: ...


def compile_patterns(expressions: Sequence[str]) -> Matcher:
    """The expressions as one set, in which each is known by its place."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    made = re2.Set.SearchSet(options)
    for expression in expressions:
        made.Add(expression)
    made.Compile()
    matcher: Matcher = made
    return matcher


def parts_of(steps: Iterable[int]) -> Iterable[range]:
    """Places in a row, as many together as one set holds."""
    begin, total, end = 0, 0, 0
    for end, size in enumerate(steps, start=1):
        if total and total + size > MOST_STEPS:
            yield range(begin, end - 1)
            begin, total = end - 1, 0
        total += size
    if end > begin:
        yield range(begin, end)


class RuleSet:
    """Rules in their order."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.words: list[tuple[list[int], Matcher]] | None = None
        self.expressions: list[tuple[list[int], Matcher]] = []
        self.known: dict[str, list[Rule]] = {}

    def first(self, text: str, amount: Decimal, source_id: str | None) -> Rule | None:
        """The rule that decides on a row of this amount in the account's sense; None: none does."""
        for rule in self.matching(text):
            if rule.allows(amount, source_id):
                return rule
        return None

    def fitting(self, text: str, amount: Decimal, source_id: str | None) -> list[Rule]:
        """The rules that fit such a row, in order."""
        return [rule for rule in self.matching(text) if rule.allows(amount, source_id)]

    def matching(self, text: str) -> list[Rule]:
        """The rules whose words or expression a text has, in order."""
        found = self.known.get(text)
        if found is None:
            found = [self.rules[place] for place in self.places(text)]
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[text] = found
        return found

    def places(self, text: str) -> list[int]:
        """The places of these rules."""
        if self.words is None:
            self.compile()
        found: list[int] = []
        if self.words:
            words = in_words(text)
            for places, matcher in self.words:
                found += [places[number] for number in matcher.Match(words) or ()]
        if self.expressions:
            text = normalize(text)
            for places, matcher in self.expressions:
                found += [places[number] for number in matcher.Match(text) or ()]
        return sorted(found)

    def compile(self) -> None:
        """Make the sets of what the rules look for, words and expressions apart."""
        import re2

        for is_regex in (False, True):
            places = [n for n, rule in enumerate(self.rules) if rule.is_regex == is_regex]
            said = [
                f"(?i){one}" if is_regex else re2.escape(literal_of(one))
                for one in (self.rules[place].pattern for place in places)
            ]
            steps = (
                (steps_of(self.rules[n].pattern) for n in places) if is_regex else map(len, said)
            )
            sets = [
                ([places[n] for n in part], compile_patterns([said[n] for n in part]))
                for part in parts_of(steps)
            ]
            if is_regex:
                self.expressions = sets
            else:
                self.words = sets
