"""Which months are closed."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Month
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedThrough:
    """The last month that is closed, with all before it; null while none is."""

    month: Month | None


THROUGH = Statement("close/through", ClosedThrough)
