"""The colours of a page: read on their ground, and told apart whatever colours an eye lacks."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from finally_cli.output.page import assets

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

# Machado, Oliveira and Fernandes 2009, severity 1: what is seen of linear RGB.
EYES: dict[str, Matrix] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Ottosson 2020, OKLab: a distance of 0.02 is just seen.
TO_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
APART = 0.08  # four times what is just seen
MEANINGS = ("accent", "gain", "loss", "owed")  # stand beside one another in a chart
SERIES = tuple(f"series-{number}" for number in range(1, 9))


def times(matrix: Matrix, vector: Vector) -> Vector:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def linear(colour: str) -> Vector:
    """#rrggbb as linear RGB."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return red, green, blue


def seen(colour: str, eye: str) -> Vector:
    """A colour in OKLab as that eye sees it."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in times(EYES[eye], linear(colour)))
    long, middle, short = (part ** (1 / 3) for part in times(TO_CONES, (red, green, blue)))
    return times(TO_LAB, (long, middle, short))


def distance(one: str, other: str, eye: str) -> float:
    pairs = zip(seen(one, eye), seen(other, eye), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it."""
    bright = [
        sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
        for colour in (one, other)
    ]
    return (max(bright) + 0.05) / (min(bright) + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """The colours of both schemes by name: those of the first rule, and of the dark one."""
    light, dark = re.findall(r":root(?::not\(\.printing\))? \{(.*?)\}", assets.style_sheet(), re.S)[
        :2
    ]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule)) for rule in (light, dark)]
    return {"light": found[0], "dark": found[1]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_marks_are_read_on_their_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    for ground in ("surface", "ground"):
        for text in ("ink", "muted", "gain", "loss", "accent"):
            least = 4.5 if ground == "surface" or text in ("ink", "muted") else 3
            assert contrast(colours[text], colours[ground]) >= least, (text, ground)
    assert contrast(colours["muted"], colours["faint"]) >= 4.5  # a command in a note
    for mark in ("owed", "owned", "quiet", "warn", *SERIES):
        assert contrast(colours[mark], colours["surface"]) >= 3, mark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_that_mean_something_are_told_apart_by_every_eye(scheme: str) -> None:
    colours = schemes()[scheme]
    pairs = [
        *combinations(MEANINGS, 2),
        ("owned", "owed"),
        ("owned", "accent"),
        ("accent", "quiet"),
    ]
    for one, other in [*pairs, *combinations(SERIES, 2)]:
        for eye in EYES:
            assert distance(colours[one], colours[other], eye) >= APART, (one, other, eye)


def test_both_schemes_have_the_same_colours() -> None:
    light, dark = schemes().values()
    assert light.keys() == dark.keys()
