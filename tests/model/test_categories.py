"""Which category a person means by what they typed, without a database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.categories import (
    Categories,
    CategoryListed,
    Chosen,
    find_categories,
    match_categories,
    nearest_paths,
)
from finally_cli.model.errors import BadUsage, Conflict, FinallyError, NotFound

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def row(path: str, name: str, number: int, closed: date | None = None) -> CategoryListed:
    """A category of expenses, or a subcategory; its id begins with the number, in eight digits."""
    category, _, subcategory = path.partition("/")
    return CategoryListed(
        category=category,
        subcategory=subcategory or None,
        name=name,
        kind="expense",
        own=False,
        closed=closed,
        id=str(UUID(int=number << 96)),
    )


FOOD = row("FOOD", "Food", 0x1111_0000)
GROCERIES = row("FOOD/GROCERIES", "Groceries", 0x1111_0001)
WINE = row("FOOD/WINE", "Wine & beer", 0x1111_0002, closed=OCTOBER)
RENT = row("RENT", "Housing", 0x2222_0000)
REPAIRS = row("RENT/REPAIRS", "Repairs", 0x2222_0001)
HOBBY = row("HOBBY", "Hobbies", 0x3333_0000, closed=OCTOBER)
SAILING = row("HOBBY/SAILING", "Sailing", 0x3333_0001)
ROWS = [FOOD, GROCERIES, WINE, RENT, REPAIRS, HOBBY, SAILING]
EXPENSES = Categories("expense", ROWS)


def refusal(wanted: str, sub: str | None = None, month: date | None = None) -> FinallyError:
    with pytest.raises(FinallyError) as caught:
        EXPENSES.choose(wanted, sub, month)
    return caught.value


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("FOOD", Chosen(FOOD)),
        (" food ", Chosen(FOOD)),
        ("housing", Chosen(RENT)),
        ("22220000", Chosen(RENT)),
        ("22220001", Chosen(RENT, REPAIRS)),
        ("GROCERIES", Chosen(FOOD, GROCERIES)),
        ("wine & BEER", Chosen(FOOD, WINE)),
        ("FOOD/GROCERIES", Chosen(FOOD, GROCERIES)),
        ("food / groceries", Chosen(FOOD, GROCERIES)),
        ("food/wine & beer", Chosen(FOOD, WINE)),
        ("Housing/repairs", Chosen(RENT, REPAIRS)),
    ],
)
def test_a_category_is_meant_by_code_name_id_or_path(wanted: str, chosen: Chosen) -> None:
    assert EXPENSES.choose(wanted) == chosen


@given(st.sampled_from(ROWS), st.booleans(), st.sampled_from(["", " ", "\t"]))
def test_every_path_code_and_id_leads_to_its_row(
    wanted: CategoryListed, shout: bool, blank: str
) -> None:
    for word in (wanted.path, wanted.code, wanted.name, wanted.id):
        chosen = EXPENSES.choose(blank + (word.upper() if shout and word != wanted.id else word))
        assert (chosen.subcategory or chosen.category) == wanted
        assert chosen.path == wanted.path


@given(st.text(max_size=20), st.none() | st.text(max_size=10))
def test_any_text_chooses_a_row_that_is_there_or_is_refused_in_two_lines(
    wanted: str, sub: str | None
) -> None:
    try:
        chosen = EXPENSES.choose(wanted, sub, OCTOBER)
    except FinallyError as error:
        assert error.hint
        assert "\n" not in error.message + error.hint
    else:
        assert chosen.category in ROWS
        assert chosen.category.subcategory is None
        if chosen.subcategory is not None:
            assert chosen.subcategory.category == chosen.category.category


def test_a_code_goes_before_a_name_and_a_name_before_an_id() -> None:
    by_code = row("BEEF", "Meat", 1)
    by_name = row("MEAT", "Beef", 2)
    by_id = row("OTHER", "Other", 0xBEEF_0000)
    assert match_categories([by_id, by_name, by_code], "beef") == [by_code]
    assert match_categories([by_id, by_name], "beef") == [by_name]
    assert match_categories([by_id], "beef") == [by_id]
    assert match_categories([by_id], "bee") == [], "an id is cut to four letters at least"


def test_a_category_goes_before_a_subcategory() -> None:
    top = row("SPORT", "Anything", 1)
    within = row("WELLNESS/SPORT", "Sport", 2)
    by_name = row("RUNNING", "Sport", 3)
    assert find_categories([within, top], "sport") == [top]
    assert find_categories([within, by_name], "sport") == [by_name]
    assert find_categories([within], "sport") == [within]


def test_a_name_with_a_slash_goes_before_a_path() -> None:
    odd = row("FOOD_WINE", "Food/Wine", 5)
    assert find_categories([*ROWS, odd], "food/wine") == [odd]
    assert find_categories(ROWS, "food/wine") == [WINE]


def test_a_subcategory_is_looked_for_in_the_category_that_is_named() -> None:
    of_rent = row("RENT/WINE_CELLAR", "Wine & beer", 6)
    rows = [*ROWS, of_rent]
    assert find_categories(rows, "wine & beer") == [WINE, of_rent]
    assert find_categories(rows, "rent/wine & beer") == [of_rent]
    assert find_categories(rows, "hobby/wine & beer") == []


def test_rows_of_another_kind_are_left_out() -> None:
    salary = CategoryListed(
        category="SALARY", subcategory=None, name="Salary", kind="income",
        own=False, closed=None, id=str(UUID(int=9)),
    )  # fmt: skip
    assert Categories("income", [*ROWS, salary]).rows == [salary]
    with pytest.raises(NotFound):
        Categories("expense", [*ROWS, salary]).choose("SALARY")


def test_ids_are_those_of_the_rows() -> None:
    chosen = EXPENSES.choose("wine")
    assert (chosen.category_id, chosen.subcategory_id) == (FOOD.id, WINE.id)
    assert EXPENSES.choose("food").subcategory_id is None


# -- with --sub


@pytest.mark.parametrize(
    ("wanted", "sub"),
    [
        ("food", "groceries"),
        ("FOOD", "Groceries"),
        ("groceries", "GROCERIES"),
        ("food", "11110001"),
    ],
)
def test_a_subcategory_is_named_beside_its_category(wanted: str, sub: str) -> None:
    assert EXPENSES.choose(wanted, sub) == Chosen(FOOD, GROCERIES)


def test_a_subcategory_that_is_elsewhere_is_not_found() -> None:
    error = refusal("food", "sailing")
    assert (type(error), error.code) == (NotFound, "SUBCATEGORY_NOT_FOUND")
    assert error.message == 'there is no subcategory "sailing" in FOOD'
    assert error.hint == "See them all with: finally category list --kind expense"
    assert refusal("food", "grocries").hint.startswith('Did you mean "FOOD/GROCERIES"? ')


def test_two_subcategories_are_not_both_meant() -> None:
    error = refusal("groceries", "wine")
    assert type(error) is BadUsage
    assert error.message == "FOOD/GROCERIES and --sub name two subcategories"


# -- unknown and ambiguous


def test_an_unknown_one_is_refused_with_the_nearest() -> None:
    error = refusal("rnt")
    assert (type(error), error.code) == (NotFound, "CATEGORY_NOT_FOUND")
    assert error.message == 'there is no category "rnt"'
    assert error.hint == (
        'Did you mean "RENT"? See them all with: finally category list --kind expense'
    )
    assert refusal("xyzzy").hint == "See them all with: finally category list --kind expense"


def test_the_nearest_are_at_most_three_and_each_once() -> None:
    assert nearest_paths("sailin", ROWS) == ["HOBBY/SAILING"]
    many = [row(f"WINE_{n}", f"Wine {n}", n) for n in range(9)]
    close = nearest_paths("wine", many)
    assert len(close) == len(set(close))
    assert 1 <= len(close) <= 3


def test_a_name_of_two_is_ambiguous_until_its_category_is_said() -> None:
    twin = row("RENT/GROCERIES_2", "Groceries", 7)
    categories = Categories("expense", [row("RENT", "Housing", 8), twin, FOOD, WINE])
    categories.rows.append(row("FOOD/GROCERIES_1", "Groceries", 9))
    with pytest.raises(NotFound) as caught:
        categories.choose("groceries")
    assert caught.value.code == "CATEGORY_AMBIGUOUS"
    assert caught.value.message == '"groceries" fits several categories'
    assert caught.value.hint == "Type its code, or more of its id."
    assert categories.choose("rent", "groceries").subcategory == twin
    assert categories.choose("rent/groceries").subcategory == twin


def test_the_beginning_of_two_ids_is_ambiguous() -> None:
    several = [row("AA", "A", 0xABCD_0001), row("BB", "B", 0xABCD_0002)]
    with pytest.raises(NotFound) as caught:
        Categories("expense", several).choose("abcd")
    assert caught.value.code == "CATEGORY_AMBIGUOUS"
    assert Categories("expense", several).choose("abcd0002").category.code == "BB"


# -- closed


def test_a_closed_one_takes_what_is_earlier_and_nothing_later() -> None:
    assert EXPENSES.choose("hobby", None, SEPTEMBER) == Chosen(HOBBY)
    assert EXPENSES.choose("hobby") == Chosen(HOBBY), "no month is asked about"
    for month in (OCTOBER, date(2027, 1, 1)):
        error = refusal("hobby", None, month)
        assert (type(error), error.code) == (Conflict, "CATEGORY_CLOSED")
        assert error.message == "HOBBY has been closed since 2026-10"
        assert error.hint.endswith("To open it again: finally category reopen HOBBY")
        assert "SAILING" not in error.hint


def test_a_closed_category_closes_its_subcategories() -> None:
    assert refusal("sailing", None, OCTOBER).message == "HOBBY has been closed since 2026-10"
    assert refusal("hobby", "sailing", OCTOBER).message == "HOBBY has been closed since 2026-10"
    assert EXPENSES.choose("sailing", None, SEPTEMBER).subcategory == SAILING


def test_a_closed_subcategory_leaves_its_category_open() -> None:
    assert refusal("wine", None, OCTOBER).message == "FOOD/WINE has been closed since 2026-10"
    assert EXPENSES.choose("food", None, OCTOBER) == Chosen(FOOD)
    assert EXPENSES.choose("wine", None, SEPTEMBER) == Chosen(FOOD, WINE)


def test_what_is_closed_is_never_advised() -> None:
    assert EXPENSES.open_in(OCTOBER) == [FOOD, GROCERIES, RENT, REPAIRS]
    assert EXPENSES.open_in(SEPTEMBER) == ROWS
    new = row("HOBBIES", "Hobbies at home", 10)
    with pytest.raises(Conflict) as caught:
        Categories("expense", [*ROWS, new]).choose("hobby", None, OCTOBER)
    assert caught.value.hint.startswith('Did you mean "HOBBIES"')
    assert "HOBBY/" not in caught.value.hint
