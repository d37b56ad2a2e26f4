"""A page in the person's browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def open_file(path: str, say: Callable[[str], None]) -> None:
    """Show a file in the browser; where there is none, or it does not start, that is said."""
    import webbrowser

    address = Path(path).absolute().as_uri()
    try:
        is_shown = webbrowser.open(address)
    except webbrowser.Error:
        is_shown = False
    if not is_shown:
        say(f"No browser could be opened; open {path} in one.")
