"""Text that a user typed: what is accepted as a name or a note, and how it is quoted back."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from finally_cli.model.errors import BadUsage

LONGEST_NAME = 200
LONGEST_NOTE = 2000
LONGEST_TICKER = 32
QUOTED = 60  # characters of a user's text that a sentence repeats

JOINERS = "\u200c\u200d"

# Format characters that move, hide or reorder what stands around them on a terminal.
UNSEEN = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
ACTING = rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff{''.join(sorted(UNSEEN))}{JOINERS}]"


def is_control(character: str) -> bool:
    """C0, DEL, C1, and half of a surrogate pair, which no database stores.

    >>> [is_control(c) for c in "a\\x1b\\x9f\\ud800é"]
    [False, True, True, True, False]
    """
    point = ord(character)
    return point < 0x20 or 0x7F <= point < 0xA0 or 0xD800 <= point < 0xE000


def escape_characters(text: str, form: Callable[[str], str], but: str = "") -> str:
    """The text with what could act on a terminal, or hide from a reader, in that form.

    U+200C and U+200D are spelling where their script or an emoji needs them, and hide elsewhere.
    """
    import re

    def escape(match: re.Match[str]) -> str:
        character = match[0]
        if character in but:
            return character
        if character in JOINERS:
            from finally_cli.model.joiners import is_spelling

            if is_spelling(text, match.start()):
                return character
        return form(character)

    return re.sub(ACTING, escape, text)


def escape_controls(text: str, but: str = "") -> str:
    """The text with every character that could act on a terminal written out, `but` some.

    >>> escape_controls("a\\x1b[31mb\\u202e")
    'a\\\\x1b[31mb\\\\u202e'
    """
    if text.isascii() and text.isprintable():
        return text
    return escape_characters(text, lambda c: c.encode("unicode_escape").decode("ascii"), but)


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """What names are compared by: composed (NFC) first, then without case; `folded` in SQL, too.

    >>> fold_name("CAFE\u0301") == fold_name("caf\u00e9"), fold_name("Straße")
    (True, 'strasse')
    """
    if name.isascii():
        return name.lower()
    return normalize(normalize(name).casefold())


def normalize(text: str) -> str:
    """The text with each letter and its marks in one character, where there is one (NFC)."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def quote(text: str) -> str:
    """A user's text inside a sentence: harmless, and short enough to read.

    >>> quote("Checking")
    '"Checking"'
    """
    shown = escape_controls(text)
    return f'"{shown if len(shown) <= QUOTED else shown[: QUOTED - 1] + "…"}"'


def parse_name(text: str, longest: int = LONGEST_NAME) -> str:
    """A name: 1 to 200 characters without control characters, outer blanks dropped, composed (NFC).

    Raises BadUsage, before anything is opened.

    >>> parse_name("  Checking ")
    'Checking'
    """
    return parse_line(normalize(text), longest)


def parse_line(text: str, longest: int = LONGEST_NAME) -> str:
    """A name that others gave, of a role or a profile: the same, but letter for letter as typed."""
    name = text.strip()
    if not name:
        raise BadUsage("a name cannot be empty", "Give it at least one letter or digit.")
    if len(name) > longest:
        raise BadUsage(
            f"the name {quote(name)} has {len(name):,} characters",
            f"At most {longest} fit here.",
        )
    if any(map(is_control, name)):
        raise BadUsage(
            f"the name {quote(name)} holds a control character",
            "Use one line of plain text; put the rest into --note.",
        )
    return name


def parse_key(text: str) -> str:
    """What a script knows one of its commands by: 1 to 200 characters, kept exactly as typed.

    >>> parse_key("rent/2026-10")
    'rent/2026-10'
    """
    if not text.strip():
        raise BadUsage("a key cannot be empty", "Take a new one for each command, such as a UUID.")
    if len(text) > LONGEST_NAME:
        raise BadUsage(
            f"the key {quote(text)} has {len(text):,} characters",
            f"At most {LONGEST_NAME} fit here.",
        )
    if any(map(is_control, text)):
        raise BadUsage(f"the key {quote(text)} holds a control character", "Use plain text.")
    return text


def parse_ticker(text: str) -> str:
    """A ticker, or nothing to take the present one away."""
    return parse_name(text, LONGEST_TICKER) if text.strip() else ""


def parse_note(text: str) -> str:
    """A note: up to 2,000 characters; kept exactly as typed, line breaks included."""
    if len(text) > LONGEST_NOTE:
        raise BadUsage(
            f"the note has {len(text):,} characters",
            f"Notes hold at most {LONGEST_NOTE:,} characters.",
        )
    if any(c == "\0" or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise BadUsage(
            f"the note {quote(text)} is not valid text", "Remove the bytes that are no UTF-8."
        )
    return text


def refuse_broken_text(values: Iterable[object]) -> None:
    """Refuse text that came in as bytes which are no UTF-8: no database stores it, none holds it.

    Looks at texts and lists of texts; raises BadUsage.
    """
    for value in values:
        if isinstance(value, list):
            refuse_broken_text(value)
        elif isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
            raise BadUsage(f"{quote(value)} is not valid text", "Type it in UTF-8.")


def or_list(names: list[str]) -> str:
    """Names as an English list.

    >>> or_list(["Checking", "Savings", "Car"])
    '"Checking", "Savings" or "Car"'
    """
    marked = [quote(name) for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"


def and_list(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence, cut after `most` of them.

    >>> and_list(["Cash", "Crypto"]), and_list(["Cash", "Crypto", "Wine", "Stamps"], 2)
    ('Cash and Crypto', 'Cash, Crypto and 2 more')
    >>> and_list(["2 values", "1 market cap", "1 target"])
    '2 values, 1 market cap and 1 target'
    """
    shown = [escape_controls(name) for name in names]
    if len(shown) > most:
        return f"{', '.join(shown[:most])} and {len(shown) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def truncated_list(names: Sequence[str], most: int = 3) -> str:
    """Names after a colon, cut after `most` of them.

    >>> truncated_list(["Cash", "Crypto"]), truncated_list(["Cash", "Crypto", "Wine", "Stamps"])
    ('Cash, Crypto', 'Cash, Crypto, Wine and 1 more')
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def did_you_mean(close: list[str]) -> str:
    """A question with the names most like what was typed, before what else is said; or nothing.

    >>> did_you_mean(["CASH", "CRYPTO"])
    'Did you mean "CASH" or "CRYPTO"? '
    """
    return f"Did you mean {or_list(close)}? " if close else ""


def suggestions(wanted: str, names: list[str], cutoff: float = 0.5) -> list[str]:
    """Up to three names like the one that was typed, the likeliest first.

    `cutoff` is how like they must be: 1 is the same. Among many names more is needed.
    """
    from difflib import get_close_matches

    known = {fold_name(name): name for name in names}
    close = get_close_matches(fold_name(wanted)[:LONGEST_NAME], known, n=3, cutoff=cutoff)
    return [known[name] for name in close]


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "value"), plural(3, "value"), plural(2, "category", "categories")
    ('1 value', '3 values', '2 categories')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size_text(size: int) -> str:
    """A number of bytes for people, in steps of 1024.

    >>> size_text(900), size_text(310_000), size_text(5 << 30)
    ('900 B', '303 kB', '5.0 GB')
    """
    amount, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if amount < 1024 or unit == "TB":
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
