"""What is asked about in a price or a rate: that it is ten times its neighbour in time, or a tenth.

Half of such jumps are slips of the point, cents for whole units, or a split that is not on record.
"""

from decimal import Decimal

FACTOR = 10


def is_jump(figure: Decimal, neighbour: Decimal) -> bool:
    """Whether one of two figures above zero is ten times the other, or more.

    >>> is_jump(Decimal("820"), Decimal("82")), is_jump(Decimal("9"), Decimal("89.9"))
    (True, False)
    """
    return figure >= FACTOR * neighbour or neighbour >= FACTOR * figure
