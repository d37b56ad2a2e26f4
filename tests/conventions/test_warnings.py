"""Warnings of ours fail a test; those of the packages that we use are shown, and fail none."""

import warnings

import pytest


def warn(module: str, category: type[Warning] = UserWarning) -> None:
    """A warning that a line of the module causes."""
    warnings.warn_explicit("heed this", category, "file.py", 1, module=module, registry={})


@pytest.mark.parametrize("module", ["finally_cli", "finally_cli.model.month", "tests.conftest"])
def test_a_warning_of_ours_is_an_error(module: str) -> None:
    for category in (UserWarning, RuntimeWarning, ResourceWarning):
        with pytest.raises(category):
            warn(module, category)


def test_a_warning_of_another_package_is_none() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warn("moto.core")
        warn("finally_cli_of_somebody")
    assert len(shown) == 2


def test_what_another_package_will_no_longer_have_is_shown_where_we_use_it() -> None:
    with warnings.catch_warnings(record=True) as shown:
        warn("finally_cli.store.connection", DeprecationWarning)
    assert len(shown) == 1
