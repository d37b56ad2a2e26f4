"""A command that only looks, on a standby: what that takes back, the primary is asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, islice
from typing import Any, TypeVar

from finally_cli.model.errors import FinallyError
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result

Item = TypeVar("Item")
Answer = Callable[[ExitStack, Profile, dict[str, Any]], Result]


def read(
    stack: ExitStack,
    answer: Answer,
    profile: Profile,
    given: dict[str, Any],
    schema: str,
    *,
    past: bool,
) -> Result:
    """The answer of the standby where it can give one, or else of the primary.

    The `past` is made of temporary tables, which a standby makes none of. What a stream has begun
    with may have been written: what is taken back later is a failure.
    """
    from finally_cli.store.standby import is_taken_back

    if not (past or is_of_the_primary(schema)):
        try:
            with ExitStack() as first:
                result = begun(answer(first, profile, given))
                stack.push(first.pop_all())
                return result
        except FinallyError as failure:
            if not is_taken_back(failure):
                raise
    return answer(stack, replace(profile, read_dsn=""), given)


def is_of_the_primary(schema: str) -> bool:
    """Whether a command is about the server itself, or proves what it holds."""
    return schema.startswith("db.") or schema.endswith((".verify", ".anchor"))


def begun(result: Result) -> Result:
    """A result that has begun to come, if it is a stream."""
    if result.stream is not None:
        return replace(result, stream=peek(result.stream))
    if result.document is not None:
        return replace(result, document=peek(result.document))
    return result


def peek(items: Iterable[Item]) -> Iterator[Item]:
    """All of them, once the first is there."""
    rest = going_on(items)
    return chain(list(islice(rest, 1)), rest)


def going_on(items: Iterable[Item]) -> Iterator[Item]:
    """Items of a standby. Raises Locked where it takes back what it had begun to give."""
    from finally_cli.store.standby import is_taken_back, stopped

    number = 0
    try:
        for item in items:
            number += 1
            yield item
    except FinallyError as failure:
        if number and is_taken_back(failure):
            raise stopped() from failure
        raise
