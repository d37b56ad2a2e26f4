"""finally db start and stop: the embedded server."""

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerState:
    profile: str
    running: bool
    changed: bool


@operates
def start(profile: Profile, terminal: Terminal) -> Result:
    """Start the embedded server and leave it running.

    Examples:
        finally db start
    """
    from finally_cli.store.server import start_server

    changed = start_server(profile, terminal.say)
    word = "Started" if changed else "It runs already, and stays up"
    return Result(
        ServerState,
        [ServerState(profile=profile.name, running=True, changed=changed)],
        sentences=[f"{word}: the embedded server of profile {quote(profile.name)}."],
    )


@operates
def stop(profile: Profile) -> Result:
    """Stop the embedded server.

    Examples:
        finally db stop
    """
    from finally_cli.store.server import stop_server

    changed = stop_server(profile)
    return Result(
        ServerState,
        [ServerState(profile=profile.name, running=False, changed=changed)],
        sentences=["Stopped." if changed else "It was not running."],
    )
