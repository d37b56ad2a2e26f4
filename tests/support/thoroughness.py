"""How much of what chance decides a run tries: kills at any moment, generated books and histories.

A run tries enough to notice what is broken, and the same every time. FINALLY_TEST_TIMES=10 tries
ten times as much of each.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FINALLY_TEST_TIMES", "1"))
KILLS = 6 * TIMES  # in each test that kills something
HISTORIES = 24 * TIMES


# Of all that Hypothesis generates: on a busy machine an example may take long, and proves as much.
PROFILE = "the same every time"
settings.register_profile(
    PROFILE, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def examples(number: int) -> settings:
    """So many examples for a test that Hypothesis generates books for, on the fixtures of one."""
    return settings(
        max_examples=number * TIMES,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
