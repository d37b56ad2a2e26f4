"""Where a household's data lies: the embedded server, or one of the user's own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HOME = "home"
DEMO = "demo"
DEMO_DATABASE, DEMO_USER = "finally_demo", "demo@finally.example"
POLICIES = ("adjust", "carry", "reset")  # how budgets are rolled forward
DEFAULT_POLICY = "adjust"
DEFAULT_BAND = "5"  # points either way
ENVIRONMENT = "environment"  # what FINALLY_DSN stands for
AUTHS = ("password", "rds-iam", "keyring")  # where the password of a server comes from
TLS = ("verify-full", "verify-ca", "require", "disable")  # from the safest down
SYSTEM = "system"  # the CAs that this machine trusts


PASSWORD = r"(?i)password\s*=|://[^/@]*:[^/@]*@"


def holds_password(dsn: str) -> bool:
    """Whether a dsn holds a password, which nothing may print or pass on.

    >>> holds_password("postgresql://ann:secret@db/books"), holds_password("host=db user=ann")
    (True, False)
    """
    import re

    return re.search(PASSWORD, dsn) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One resolved profile: every setting already looked up, nothing left to default.

    `data_dir` holds the embedded cluster; `dsn` is libpq's own connection string (also a URL), and
    `service` names an entry of pg_service.conf. `linger` is in minutes. `budget_policy` is that of
    categories without one of their own; `band` is how far a share may be from its target.
    `backup_key` is the file of the key that signs backups, where it does not lie in `data_dir`.
    `mask` says that amounts are masked in what is shown; `fx_url`, if not empty, is where rates are
    fetched from. `price_command` is the program that is asked for prices, with its arguments.
    On a server of the user's own: `passfile` and `tls_root` are paths, `auth` is one of AUTHS, and
    `tls` one of TLS, or empty where the profile does not say it. With the login of the dsn,
    `direct_dsn` leads past a pooler to the server itself, and `read_dsn` to a standby.
    """

    name: str
    engine: Literal["embedded", "server"]
    data_dir: Path
    database: str = "finally"
    dsn: str = ""
    service: str = ""
    passfile: str = ""
    secret_arn: str = ""
    region: str = ""
    auth: str = "password"
    tls: str = ""
    tls_root: str = ""
    direct_dsn: str = ""
    read_dsn: str = ""
    user: str | None = None
    linger: float = 0.0
    budget_policy: str = DEFAULT_POLICY
    band: str = DEFAULT_BAND
    mask: bool = False
    fx_url: str = ""
    price_command: str = ""
    backup_key: Path | None = None

    @property
    def flag(self) -> str:
        """What a command in a hint needs to go to the same books: nothing for those at home.

        >>> Profile(name="demo", engine="embedded", data_dir=Path()).flag
        ' --profile demo'
        """
        return "" if self.name in (HOME, ENVIRONMENT) else f" --profile {self.name}"
