"""How what was raised is told."""

from __future__ import annotations

from contextlib import suppress

import pytest

from finally_cli.commands.failure import to_failure
from finally_cli.model.errors import FinallyError, Interrupted, NotReachable


def broken(begun_by: type[BaseException]) -> FinallyError:
    """The failure of a connection that is used once more after something else was raised."""
    try:
        try:
            raise begun_by
        finally:
            with suppress(ZeroDivisionError):  # what was mended on the way does not count
                raise ZeroDivisionError
            try:
                raise OSError("the connection is closed")
            except OSError as lost:
                raise NotReachable("the connection to the database broke", "Try again.") from lost
    except NotReachable as failure:
        return failure


@pytest.mark.parametrize(
    ("begun_by", "told"), [(KeyboardInterrupt, Interrupted), (ValueError, NotReachable)]
)
def test_a_connection_given_up_on_ctrl_c_is_an_interruption(
    begun_by: type[BaseException], told: type[FinallyError]
) -> None:
    assert type(to_failure(broken(begun_by))) is told
