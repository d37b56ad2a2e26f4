"""Ids cut to any beginning, looked up as a range."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.ids import SHORTEST, id_range


@given(st.uuids(), st.integers(SHORTEST, 36), st.booleans())
def test_every_beginning_of_an_id_finds_it(id_: UUID, length: int, shout: bool) -> None:
    prefix = str(id_)[:length]
    between = id_range(prefix.upper() if shout else prefix)
    assert between is not None
    assert UUID(between[0]) <= id_ <= UUID(between[1])


@given(st.uuids(), st.uuids(), st.integers(SHORTEST, 36))
def test_an_id_lies_in_the_range_only_if_it_begins_so(id_: UUID, other: UUID, length: int) -> None:
    prefix = str(id_)[:length]
    between = id_range(prefix)
    assert between is not None
    inside = UUID(between[0]) <= other <= UUID(between[1])
    assert inside is str(other).startswith(prefix.rstrip("-"))


@given(st.uuids(), st.integers(SHORTEST, 32))
def test_an_id_may_be_typed_without_its_dashes(id_: UUID, length: int) -> None:
    between = id_range(id_.hex[:length])
    assert between is not None
    assert UUID(between[0]) <= id_ <= UUID(between[1])


@given(st.text(max_size=40))
def test_any_other_text_is_no_beginning(text: str) -> None:
    between = id_range(text)
    if between is not None:
        typed = text.strip().lower().replace("-", "")
        assert set(typed) <= set("0123456789abcdef")
        assert UUID(between[0]).hex.startswith(typed)


def test_too_short_too_long_or_oddly_dashed_is_none() -> None:
    for text in (
        "",
        "abc",
        "a" * 33,
        "----",
        "ab-cd",
        "abcdefg",
        "abcd%",
        "abcdefab-cdef-"[:4] + "z",
    ):
        assert id_range(text) is None, text
