"""Text in the columns of a terminal: how wide it is, and how it is folded into lines."""

from __future__ import annotations

import re

NARROW = re.compile("[\\x20-\\u02ff–…•─┃█▓░▏▎▍▌▋▊▉▁▂▃▄▅▆▇]*")  # each takes one column


def cell_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii() or NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def longest_word(text: str) -> int:
    """How wide the widest of its words is."""
    return max(map(cell_width, text.split()), default=0)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of that width, broken between words; within one only where it is wider.

    >>> wrap("Insurance and taxes", 10), wrap("yearly_budgets", 8)
    (['Insurance', 'and taxes'], ['yearly_b', 'udgets'])
    """
    if cell_width(text) <= width:
        return [text]
    lines = [""]
    for blanks, word in re.findall(r"(\s*)(\S+)", text):
        if cell_width(lines[-1] + blanks + word) <= width:
            lines[-1] += blanks + word
            continue
        if lines[-1]:
            lines.append("")
        while cell_width(word) > width:
            beginning = truncate(word, width) or word[0]
            lines[-1:] = [beginning, ""]
            word = word[len(beginning) :]
        lines[-1] += word
    return lines if lines[-1] else lines[:-1] or [""]


def paragraph(text: str, width: int, hang: int | None = None) -> list[str]:
    """The text in lines of that width, behind a margin of `hang` columns.

    On the first line the margin holds the text's beginning, such as a word that is explained;
    unless it is said, it is the blanks that the text begins with.

    >>> paragraph("  Checking was 1,000.00, and is ten times that.", 30)
    ['  Checking was 1,000.00, and', '  is ten times that.']
    >>> paragraph("back  to the question before", 20, 6)
    ['back  to the', '      question', '      before']
    """
    place = len(text) - len(text.lstrip()) if hang is None else hang
    first, *others = wrap(text[place:], max(width - place, 1))
    return [text[:place] + first, *(" " * place + line for line in others)]


def truncate(text: str, width: int) -> str:
    """The beginning of a text that takes no more than that many columns."""
    used = 0
    for place, character in enumerate(text):
        used += cell_width(character)
        if used > width:
            return text[:place]
    return text


def shorten(text: str, width: int) -> str:
    """The text, or its beginning with a mark where something is missing.

    >>> shorten("Private equity", 8), shorten("Cash", 8)
    ('Private…', 'Cash')
    """
    return text if cell_width(text) <= width else f"{truncate(text, width - 1)}…"
