"""finally db url: the address of the database, for other programs."""

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    url: str


@operates
def url(profile: Profile, terminal: Terminal) -> Result:
    """Print the address of the database, for other programs.

    Examples:
        finally db url
        finally db start && psql "$(finally db url --quiet)"
    """
    from finally_cli.store.locate import locate_instance

    instance = locate_instance(profile, terminal.say)
    found = instance.address()
    if not instance.is_running():
        terminal.say("It answers while the server runs. To keep it up: finally db start")
    return Result(ServerAddress, [ServerAddress(url=found)], sentences=[found], answer=True)
