"""finally db url: the address of the database, for other programs."""

from dataclasses import dataclass

from finally_cli.commands.command import Talk, operates
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    url: str


@operates
def url(profile: Profile, talk: Talk) -> Sheet:
    """Print the address of the database, for other programs."""
    from finally_cli.store.operating import address, is_up

    found = address(profile)
    if not is_up(profile):
        talk.say("It answers while the server runs. To keep it up: finally db start")
    return Sheet(ServerAddress, [ServerAddress(url=found)], sentences=[found], answer=True)
