"""What every page carries: its style sheet, our scripts, and the library that draws."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
STYLES = ("page.css",)
CHARTS = ("lines", "columns", "waterfall", "bars", "heatmap", "flows")  # a script for each shape
DRAWERS = tuple(f"charts/{name}.js" for name in CHARTS)
SCRIPTS = ("page.js", *DRAWERS, "tables.js", "start.js", "reload.js")
LIBRARY = "vendor/echarts.min.js"


@cache
def style_sheet() -> str:
    """All rules of how a page looks."""
    return "\n".join(read_asset(f"styles/{name}") for name in STYLES)


@cache
def our_scripts() -> str:
    """Our own scripts, one after the other."""
    return "\n".join(read_asset(f"scripts/{name}") for name in SCRIPTS)


@cache
def chart_library() -> str:
    """The library, with its licence in its first lines."""
    return read_asset(LIBRARY)


def read_asset(name: str) -> str:
    """A file of the package. What would end its element stands in none of them: a test looks."""
    return (FOLDER / name).read_text(encoding="utf-8").strip("\n")


def source_hash(text: str) -> str:
    """How a Content-Security-Policy names one inline script or style, and allows no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def security_policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """The policy of a page: these scripts and styles, and nothing from anywhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(source_hash, scripts))}",
            f"style-src {' '.join(map(source_hash, styles))}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
