"""The answer of a dry run: what would be, in the words of what was not done."""

import re

from finally_cli.model.result import Result

# How a sentence that says what was done begins, and how it does where it was only tried.
CONDITIONALS = {
    "Added": "Would add", "Brought": "Would bring", "Changed": "Would change",
    "Cleared": "Would clear", "Closed": "Would close", "Copied": "Would copy",
    "Decided": "Would decide",
    "Carried": "Would carry", "Deleted": "Would delete", "Did again": "Would do again",
    "Dropped": "Would drop", "Imported": "Would import", "Moved": "Would move",
    "Now": "It would be",
    "Opened": "Would open", "Planned": "Would plan", "Posted": "Would post",
    "Recorded": "Would record", "Removed": "Would remove", "Renamed": "Would rename",
    "Rolled": "Would roll", "Saved": "Would save", "Skipped": "Would skip",
    "Stopped": "Would stop", "Took back": "Would take back",
}  # fmt: skip


SHORT_ID = r" \([0-9a-f]{8}\)(?=\.$)"  # of what is not there


CHANGE_OF_MIND = "To change your mind"  # which needs no command where nothing was done


ALREADY_CONDITIONAL = (
    "It ",
    "No ",
    "Nothing ",
    "Would ",
    "Dry run",
    "The backup of ",
)  # as it is, tried or not


def as_dry_run(result: Result) -> Result:
    """The result of a dry run, marked as such for people and programs, which says what would be."""
    from dataclasses import replace

    first, *others = [one.partition(f" {CHANGE_OF_MIND}")[0] for one in result.sentences] or [""]
    return replace(
        result,
        title=f"{would(result.title)} (dry run: nothing was changed)" if result.title else "",
        about={**result.about, "dry_run": True},
        sentences=[conditional(first), *map(would, others), "Dry run: nothing was changed."]
        if first
        else (),
    )


def would(sentence: str) -> str:
    """A sentence as it is in a dry run, where it begins with what was done, or is now.

    >>> would("Deleted Checking."), would('"Checking" is now in CASH.'), would("They sum to 1.")
    ('Would delete Checking.', '"Checking" would be in CASH.', 'They sum to 1.')
    """
    for done, tried in CONDITIONALS.items():
        if sentence.startswith((f"{done} ", f"{done}:")):
            rest = re.sub(SHORT_ID, "", sentence.removeprefix(done))
            return f"{tried}{rest.replace(' and carried ', ' and carry ')}"
    if sentence.startswith("Budgets "):
        return sentence.replace(", rolled ", ", as they would be rolled ")
    return re.sub(r'^("[^"]*"|[^" ]+) is now ', r"\1 would be ", sentence)


def conditional(sentence: str) -> str:
    """A sentence of a dry run, whatever it begins with.

    >>> conditional("One EUR is 1.10 USD."), conditional("Nothing is due.")
    ('It would be so: One EUR is 1.10 USD.', 'Nothing is due.')
    """
    told = would(sentence)
    return (
        told
        if told != sentence or told.startswith(ALREADY_CONDITIONAL)
        else f"It would be so: {told}"
    )
