"""What a person says of a file that cannot say it itself, and what is asked for it.

Columns are said as `day=1,amount=4,text=3+5`, by number or by their name in the header; `none`
takes one away. Words are said as `in=CR,out=DR`, several with a plus between.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from finally_cli.model.bank.dates import ORDERS
from finally_cli.model.bank.layout import NAMES, SIGNS, Columns, Layout, Sign, Words, column_names
from finally_cli.model.errors import BadUsage
from finally_cli.model.text import did_you_mean, fold_name, quote, suggestions

Given = dict[str, tuple[str, ...]]  # of a kind of column, or of words
NONE = "none"
DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What was said; what is empty is left to the file."""

    encoding: str = ""
    delimiter: str = ""
    dates: str = ""
    decimal: str = ""
    sign: str = ""
    columns: Given = field(default_factory=dict)
    words: Given = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def and_also(self, kind: str, text: str) -> Hints:
        """These, and one more, as it is typed behind its option. Raises BadUsage."""
        if kind == "columns":
            return replace(self, columns={**self.columns, **parse_columns(text)})
        if kind == "words":
            return replace(self, words={**self.words, **parse_words(text)})
        if kind == "encoding":
            from finally_cli.model.bank.encoding import parse_encoding

            return replace(self, encoding=parse_encoding(text))
        parse = {
            "delimiter": parse_delimiter,
            "dates": parse_dates,
            "decimal": parse_decimal,
            "sign": parse_sign,
        }[kind]
        return replace(self, **{kind: parse(text)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what is typed for it, and what the file is then."""

    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that nothing in a file decides; `name` is the field of Hints that answers it."""

    name: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def option(self) -> str:
        """The options that answer it, one of which is to be taken."""
        from shlex import quote as quote_word

        return " or ".join(
            f"--{self.name} {quote_word(choice.value) if ' ' in choice.value else choice.value}"
            for choice in self.choices[:3]
        )


def parse_dates(text: str) -> str:
    """The order of day, month and year. Raises BadUsage."""
    return one_of(text, ORDERS, "dates", "dmy, mdy or ymd")


def parse_decimal(text: str) -> str:
    """The mark before the decimals. Raises BadUsage."""
    named = {"comma": ",", "point": ".", "dot": "."}.get(text.strip().lower(), text)
    return one_of(named, (".", ","), "decimal", '"." or ","')


def parse_sign(text: str) -> str:
    """What an amount above zero means. Raises BadUsage."""
    return one_of(text, SIGNS, "sign", "as-is, spending-positive or plus-is-in")


def parse_delimiter(text: str) -> str:
    """What stands between cells. Raises BadUsage."""
    found = DELIMITERS.get(text.strip().lower(), text)
    if len(found) != 1 or found.isalnum() or found in "\r\n\"'":
        raise BadUsage(f"{quote(text)} is not a delimiter", 'Write it as ",", ";", "|" or tab.')
    return found


def one_of(text: str, known: tuple[str, ...], option: str, written: str) -> str:
    word = text.strip().lower()
    if word not in known:
        raise BadUsage(f"{quote(text)} is nothing for --{option}", f"It can be {written}.")
    return word


def parse_columns(text: str) -> Given:
    """Which column is what. Raises BadUsage.

    >>> parse_columns("day=1,text=Payee+Memo,balance=none")
    {'day': ('1',), 'text': ('Payee', 'Memo'), 'balance': ()}
    """
    return parse_pairs(text, Columns, "--columns", "day=1,amount=4,text=3+5")


def parse_words(text: str) -> Given:
    """Which words of a column mean what. Raises BadUsage.

    >>> parse_words("in=CR,out=")
    {'money_in': ('CR',), 'money_out': ('',)}
    """
    return parse_pairs(text, Words, "--words", "in=CR,out=DR")


def parse_pairs(text: str, kind: type[Columns | Words], option: str, example: str) -> Given:
    """`KIND=ONE+TWO,KIND=…` by the names of fields."""
    known = {NAMES.get(one.name, one.name): one.name for one in fields(kind)}
    found: Given = {}
    last = ""
    for part in text.split(","):
        name, sign, value = part.partition("=")
        name = name.strip().lower().replace("-", "_")
        if not sign and last:  # a comma within a column's name
            *others, tail = found[last]
            found[last] = (*others, f"{tail},{part}")
            continue
        if not sign or name not in known:
            close = did_you_mean(suggestions(name, list(known))) if sign else ""
            raise BadUsage(
                f"{quote(part)} says of no column what it is"
                if kind is Columns
                else f"{quote(part)} says of no word what it means",
                f"{close}Write it as {option} {example}",
            )
        last = known[name]
        is_none = fold_name(value.strip()) == NONE
        found[last] = () if is_none else tuple(one.strip() for one in value.split("+"))
    return found


def with_hints(layout: Layout, hints: Hints) -> Layout:
    """A layout that is known, with what was said of a file. Raises BadFile and BadUsage."""
    from finally_cli.model.bank.layout import check_layout

    changed = replace(
        layout,
        encoding=hints.encoding or layout.encoding,
        delimiter=hints.delimiter or layout.delimiter,
        dates=hints.dates or layout.dates,
        decimal=hints.decimal or layout.decimal,
        sign=as_sign(hints.sign) if hints.sign else layout.sign,
        words=replace(layout.words, **hints.words),
    )
    if hints.columns:
        from finally_cli.model.bank.places import columns_of, resolve_columns

        places = resolve_columns(hints.columns, layout.header)
        changed = replace(changed, columns=columns_of(places, layout.header, layout.columns))
    check_layout(changed)
    return changed


def hints_of_layout(known: Layout, header: tuple[str, ...], hints: Hints) -> Hints:
    """What was said of a file, and what is known of its like as far as its header still has it.

    The text of rows is read from the columns that it was read from, so that old rows stay known.
    """
    there = {fold_name(name) for name in column_names(header)}
    columns: Given = {}
    for one in fields(Columns):
        value = getattr(known.columns, one.name)
        listed = value if isinstance(value, tuple) else () if value is None else (value,)
        kept = tuple(str(name) for name in listed if fold_name(str(name)) in there)
        if kept and (one.name == "text" or len(kept) == len(listed)):
            columns[one.name] = kept
    if {"amount", "money_in", "money_out"} & set(hints.columns):
        for kind in ("amount", "money_in", "money_out"):
            columns.pop(kind, None)
    words = {one.name: getattr(known.words, one.name) for one in fields(Words)}
    return Hints(
        encoding=hints.encoding or ("" if known.encoding.startswith("utf") else known.encoding),
        delimiter=hints.delimiter,
        dates=hints.dates or known.dates or "",
        decimal=hints.decimal or known.decimal or "",
        sign=hints.sign or (known.sign if known.columns.amount is not None else ""),
        columns={**columns, **hints.columns},
        words={**{kind: said for kind, said in words.items() if said}, **hints.words},
    )


def as_sign(text: str) -> Sign:
    """A sign convention by its word, which was looked at before."""
    signs: dict[str, Sign] = {
        "as-is": "as-is",
        "spending-positive": "spending-positive",
        "plus-is-in": "plus-is-in",
    }
    return signs[text]
