"""Chance that falls the same way on every machine."""

from zlib import crc32

# Knuth's MMIX generator (The Art of Computer Programming 2, 3.3.4, table 1, line 26), modulo 2^64.
FACTOR, STEP, SIZE = 6364136223846793005, 1442695040888963407, 1 << 64


class Dice:
    """A row of throws for one thing, named by it: what is added later changes no other row.

    Not the `random` module: of that, only random() is promised to stay the same from one Python
    to the next, and random() is a float.
    """

    def __init__(self, name: str) -> None:
        self.state = crc32(name.encode())

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included.

        >>> dice = Dice("groceries")
        >>> [dice.between(1, 6) for _ in range(8)]
        [4, 4, 1, 2, 6, 2, 1, 2]
        """
        self.state = (self.state * FACTOR + STEP) % SIZE
        return low + (self.state >> 32) * (high - low + 1) // (
            1 << 32
        )  # the high bits are the good ones
