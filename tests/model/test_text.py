"""Text of a user: what is taken as a name, and how it is quoted back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import (
    QUOTED,
    escape_controls,
    fold_name,
    or_list,
    parse_name,
    parse_note,
    quote,
    refuse_broken_text,
    suggestions,
)
from finally_cli.output.serialize import escape_json

any_text = st.text(st.characters(codec=None), max_size=300)  # half surrogate pairs too


@given(any_text)
def test_nothing_that_is_shown_can_act_on_a_terminal(text: str) -> None:
    for character in escape_controls(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"), text
        assert unicodedata.bidirectional(character) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        )  # fmt: skip


def test_every_character_that_turns_or_breaks_a_line_is_written_out() -> None:
    for point in range(0x10000):
        character = chr(point)
        acts = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        turns = unicodedata.bidirectional(character) in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        )  # fmt: skip
        if acts or turns or character in "\u200b\u200e\u200f\ufeff":
            assert escape_controls(character) != character
            assert escape_controls(character).isascii()


@given(any_text)
def test_what_is_shown_is_not_shown_otherwise_a_second_time(text: str) -> None:
    assert escape_controls(escape_controls(text)) == escape_controls(text)


@given(any_text)
def test_a_quoted_text_is_one_short_line(text: str) -> None:
    said = quote(text)
    assert said[0] == said[-1] == '"'
    assert len(said) <= QUOTED + 2
    assert len(said.splitlines()) == 1


@given(any_text)
def test_a_name_is_taken_as_it_is_but_for_its_outer_blanks_or_refused(text: str) -> None:
    try:
        name = parse_name(text)
    except BadUsage as refusal:
        assert refusal.hint
        assert len(refusal.message.splitlines()) == 1
    else:
        assert name == text.strip()
        assert 1 <= len(name) <= 200
        name.encode()  # what the database stores
        assert "\0" not in name


@given(any_text)
def test_a_note_is_kept_exactly_or_refused(text: str) -> None:
    try:
        note = parse_note(text)
    except BadUsage as refusal:
        assert refusal.hint
    else:
        assert note == text
        note.encode()
        assert "\0" not in note


def test_a_name_holds_200_characters_and_ten_million_are_refused_at_once() -> None:
    assert parse_name("x" * 200) == "x" * 200
    for length, said in ((201, "201"), (10_000_000, "10,000,000")):
        with pytest.raises(BadUsage) as refusal:
            parse_name("x" * length)
        assert refusal.value.message.endswith(f"… has {said} characters".replace("… ", '…" '))
        assert len(refusal.value.message) < 120


@given(st.lists(st.one_of(any_text, st.lists(any_text, max_size=2), st.none(), st.integers())))
def test_broken_text_is_refused_wherever_it_stands(values: list[object]) -> None:
    flat = [part for value in values for part in (value if isinstance(value, list) else [value])]
    is_broken = False
    for part in flat:
        try:
            if isinstance(part, str):
                part.encode()
        except UnicodeEncodeError:
            is_broken = True
    if is_broken:
        with pytest.raises(BadUsage):
            refuse_broken_text(values)
    else:
        refuse_broken_text(values)


def test_the_nearest_names_come_without_regard_to_case_the_likeliest_first() -> None:
    names = ["Checking", "Savings", "Car loan", "Checkout"]
    assert suggestions("chekcing", names) == ["Checking", "Checkout"]
    assert suggestions("CAR LOAM", names) == ["Car loan"]
    assert suggestions("xyz", names) == []
    assert suggestions("", names) == []
    assert suggestions("x" * 10_000_000, names) == []


def test_names_are_listed_as_in_a_sentence() -> None:
    assert or_list(["A"]) == '"A"'
    assert or_list(["A", "B"]) == '"A" or "B"'


# -- joiners: spelling where a script or an emoji needs them


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم", "خانه\u200cای", "پس\u200cانداز", "نامه\u0650\u200cای",  # Persian
        "क्\u200dष", "क्\u200cष", "ශ්\u200dරී", "র\u200d্য", "ന്\u200d",  # after, before a virama
        "ه\u200d", "ه\u200d.ش", "\u200dه",  # a letter in its joined form
        "👨\u200d👩\u200d👧", "👩🏽\u200d💻", "🏳\ufe0f\u200d🌈",
        "👩\u200d❤\ufe0f\u200d👨", "⛹🏿\ufe0f\u200d♀",
    ],
)  # fmt: skip
def test_a_joiner_is_shown_as_typed_where_it_is_spelling(text: str) -> None:
    assert escape_controls(text) == text
    assert escape_controls(f"Note: {text}, 5") == f"Note: {text}, 5"


@pytest.mark.parametrize(
    "text",
    [
        "Ca\u200csh", "Ca\u200dsh", "\u200cCash", "Cash\u200d", "1\u200d2", "\u200d", "a\u200d🙂",
        "🙂\u200c🙂", "🙂\u200d", "日\u200d本", "С\u200cбер", "می\u200c", "\u200cمی", "دا\u200cرد",
        "می\u200dخ", "e\u0301\u200d", "ء\u200cب", "ب\u200cء",
    ],
)  # fmt: skip
def test_a_joiner_that_only_hides_is_written_out(text: str) -> None:
    """It changes nothing that is seen: two names that look the same could not be told apart."""
    shown = escape_controls(text)
    assert "\u200c" not in shown
    assert "\u200d" not in shown
    assert "\\u200" in shown


def test_json_has_joiners_as_they_are_shown() -> None:
    assert escape_json('{"a": "می\u200cخ"}') == '{"a": "می\u200cخ"}'
    assert escape_json('{"a": "x\u200cy"}') == '{"a": "x\\u200cy"}'


def test_what_names_are_compared_by_is_composed_before_and_after_case_is_folded() -> None:
    """An iota below the letter and an accent above it come in either order, and as one letter; what
    case folding takes apart (ΐ into three) is put together again."""
    assert fold_name("α\u0345\u0301") == fold_name("α\u0301\u0345") == fold_name("ᾴ") == "άι"
    assert (fold_name("ΐ"), fold_name("ι\u0308\u0301"), fold_name("J\u030c")) == ("ΐ", "ΐ", "ǰ")
