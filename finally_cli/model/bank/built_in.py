"""Layouts of programs and banks whose files are alike everywhere, as data in `layouts`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from finally_cli.model.bank.layout import Layout, column_names, read_toml
from finally_cli.model.text import fold_name

FOLDER = Path(__file__).parent / "layouts"


@lru_cache(maxsize=1)
def built_in_layouts() -> tuple[Layout, ...]:
    """All of them."""
    return tuple(
        read_toml(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(FOLDER.glob("*.toml"))
    )


def built_in_for(header: tuple[str, ...]) -> Layout | None:
    """The layout whose names a header has, all of them; of several, the one with the most."""
    there = {fold_name(name) for name in column_names(header)}
    fitting = [
        layout
        for layout in built_in_layouts()
        if {fold_name(name) for name in column_names(layout.header)} <= there
    ]
    return max(fitting, key=lambda layout: len(layout.header), default=None)
