"""finally db start and stop: the embedded server."""

from dataclasses import dataclass

from finally_cli.commands.command import Talk, operates
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerState:
    profile: str
    running: bool
    changed: bool


@operates
def start(profile: Profile, talk: Talk) -> Sheet:
    """Start the embedded server and leave it running."""
    from finally_cli.store.operating import start as start_server

    changed = start_server(profile, talk.say)
    word = "Started" if changed else "It runs already, and stays up"
    return Sheet(
        ServerState,
        [ServerState(profile=profile.name, running=True, changed=changed)],
        sentences=[f"{word}: the embedded server of profile {quoted(profile.name)}."],
    )


@operates
def stop(profile: Profile) -> Sheet:
    """Stop the embedded server."""
    from finally_cli.store.operating import stop as stop_server

    changed = stop_server(profile)
    return Sheet(
        ServerState,
        [ServerState(profile=profile.name, running=False, changed=changed)],
        sentences=["Stopped." if changed else "It was not running."],
    )
