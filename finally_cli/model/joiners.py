"""Where U+200C and U+200D belong to how a word or an emoji is spelled, and are no trick.

The rules are those of domain names (RFC 5892, appendix A.1 and A.2): after a virama, and the
non-joiner between letters that would join. Beside them the joiner before a virama, as Bengali has
it, where it keeps a letter in its joined form, and between pictures (UAX 29, GB11).
"""

from __future__ import annotations

from unicodedata import category, combining, name

NON_JOINER = "\u200c"
AROUND = 16  # characters to either side that are looked at
VIRAMA = 9  # the combining class
CURSIVE = ("ADLAM", "ARABIC", "MANDAIC", "MANICHAEAN", "MONGOLIAN", "NKO", "PHAGS-PA", "SYRIAC")
# Letters that join to the one before, and to none after; and one that joins to none at all
# (ArabicShaping.txt, types R and U).
ENDING = frozenset(
    "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0675\u0676"
    "\u0677\u0688\u0689\u068a\u068b\u068c\u068d\u068e\u068f\u0690\u0691\u0692\u0693\u0694\u0695\u0696"
    "\u0697\u0698\u0699\u06c0\u06c3\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u06cd\u06cf\u06d2"
    "\u06d3\u06d5\u06ee\u06ef\u0710\u0715\u0716\u0717\u0718\u0719\u071e\u0728\u072a\u072c\u072f\u074d"
    "\u0759\u075a\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779"
)
ALONE = frozenset("\u0621\u0674")
ON_A_PICTURE = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # its colour and form
ARROWS = "\u2194\u2195"  # pictures that are signs of mathematics, too


def is_spelling(text: str, place: int) -> bool:
    """Whether the joiner or non-joiner at that place of a text is needed there.

    >>> is_spelling("می\u200cخواهم", 2), is_spelling("Ca\u200csh", 2)
    (True, False)
    """
    before, after = text[max(place - AROUND, 0) : place], text[place + 1 : place + 1 + AROUND]
    if before and combining(before[-1]) == VIRAMA:
        return True
    left, right = nearest_letter(before[::-1]), nearest_letter(after)
    if text[place] == NON_JOINER:
        return joins_on(left) and joins_back(right)
    if joins_on(left) != joins_back(right):  # one of them, which the joiner gives a form of its own
        return True
    if after and combining(after[0]) == VIRAMA:
        return category(left or " ") == "Lo"
    return is_picture(before.rstrip(ON_A_PICTURE)[-1:]) and is_picture(after[:1])


def nearest_letter(text: str) -> str:
    """The first character that is no mark; empty where there is none."""
    return next((character for character in text if category(character) != "Mn"), "")


def is_cursive(letter: str) -> bool:
    """Whether it is a letter of a script whose letters join."""
    return category(letter or " ")[0] == "L" and name(letter, "").startswith(CURSIVE)


def joins_on(letter: str) -> bool:
    """Whether a letter joins to the one after it."""
    return is_cursive(letter) and letter not in ENDING and letter not in ALONE


def joins_back(letter: str) -> bool:
    """Whether a letter joins to the one before it."""
    return is_cursive(letter) and letter not in ALONE


def is_picture(character: str) -> bool:
    """Whether an emoji may be of it."""
    return character != "" and (category(character) == "So" or character in ARROWS)
