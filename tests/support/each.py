"""One test for many values of a cheap check: a test each would cost more than what it checks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any


def each(argument: str, values: Iterable[Any]) -> Callable[[Callable[..., None]], Any]:
    """Call a test with each value in turn; what fails is told together, each with its value.

    Stands where `pytest.mark.parametrize` would, for checks that leave nothing behind: fixtures of
    the test are set up once for all values.
    """
    listed = list(values)

    def decorate(check: Callable[..., None]) -> Callable[..., None]:
        @wraps(check)
        def check_all(**fixtures: Any) -> None:
            failures = []
            for value in listed:
                try:
                    check(**{argument: value}, **fixtures)
                except Exception as failure:
                    failure.add_note(f"{argument} = {value!r}")
                    failures.append(failure)
            assert listed, "there is something to check"
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(listed)} fail", failures)

        signature = inspect.signature(check)
        left = [one for name, one in signature.parameters.items() if name != argument]
        check_all.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return check_all

    return decorate
