"""What AWS keeps for a profile: a secret of Secrets Manager, and tokens for RDS.

boto3 finds its credentials and endpoints as it always does: the environment, ~/.aws, the role of
the machine. What it gives stays in the memory of this process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from finally_cli.model.errors import (
    BadFile,
    Denied,
    FinallyError,
    NotAllowed,
    NotFound,
    NotReachable,
    Refused,
)
from finally_cli.model.redaction import register_secret
from finally_cli.model.text import and_list, quote

LIBPQ = {  # each field, and libpq's word for it
    "host": "host",
    "port": "port",
    "username": "user",
    "password": "password",
    "dbname": "dbname",
}


def secret_name(arn: str) -> str:
    """A secret's name in its ARN, with the six characters that AWS adds."""
    return arn.rsplit(":", 1)[1]


def secret_fields(text: str | None, arn: str) -> Mapping[str, str]:
    """A secret's fields under libpq's names. Raises BadFile for one of another form."""
    import json

    value: object = None
    with suppress(ValueError, RecursionError):  # whose error holds the whole secret
        value = json.loads(text or "")
    if not isinstance(value, dict):
        what = "is binary" if text is None else "is no JSON object"
        raise bad_secret(arn, what)
    found = {}
    for field, keyword in LIBPQ.items():
        if field in value and value[field] != "":
            found[keyword] = field_text(value[field], field, arn)
    register_secret(found.get("password", ""))
    return found


def field_text(value: object, field: str, arn: str) -> str:
    """One field as text. Raises BadFile, with its name alone, for what libpq could not take."""
    number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if isinstance(value, str) or (field == "port" and number) else ""
    wrong = not text or any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)
    if wrong or (field == "port" and not text.isdecimal()):
        raise bad_secret(arn, f"has a {quote(field)} that cannot be one")
    return text


def refuse_gaps(given: Mapping[str, Any], arn: str) -> None:
    """Raise BadFile where neither a secret nor the dsn beside it holds what a login needs."""
    names = {"host": "host", "user": "username", "password": "password", "dbname": "dbname"}
    here = {"host": given.get("host") or given.get("hostaddr")}
    missing = [field for key, field in names.items() if not here.get(key, given.get(key))]
    if missing:
        raise bad_secret(arn, f"lacks {and_list(missing, len(missing))}")


def bad_secret(arn: str, what: str) -> BadFile:
    return BadFile(
        f"the secret {quote(secret_name(arn))} {what}",
        "It must be JSON with host, port, username, password and dbname, as RDS writes it; what is"
        " missing there may stand in the profile's dsn, but for the password.",
        code="BAD_SECRET",
    )


CREDENTIALS = "See with aws sts get-caller-identity who you are to AWS; log in again where need be."
# What AWS answers, by its own codes and never by its words.
NO_LOGIN = {
    "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId",
    "InvalidSignatureException", "MissingAuthenticationToken", "RequestExpired",
    "SignatureDoesNotMatch", "UnrecognizedClientException",
}  # fmt: skip
NOT_PERMITTED = {"AccessDenied", "AccessDeniedException", "DecryptionFailure"}
MISSING = {"ResourceNotFoundException", "InvalidRequestException"}
# What boto3 raises where it finds no credentials to sign with.
UNSIGNED = (
    "NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError", "ProfileNotFound",
    "TokenRetrievalError", "SSOError", "InvalidConfigError", "ConfigParseError", "LoginError",
    "ConfigNotFound", "RefreshWithMFAUnsupportedError",
    "RuntimeError",  # refreshed, and expired all the same
)  # fmt: skip
UNREACHED = ("HTTPClientError", "ConnectionError", "ConnectTimeoutError", "ReadTimeoutError")


@cache
def fetch_secret(arn: str, region: str) -> Mapping[str, str]:
    """The fields of a secret that libpq knows: host, port, user, password, dbname, where it has
    them. Asked for once per process.

    Raises NotFound, Denied, NotAllowed and NotReachable as AWS answers, BadFile for a secret of
    another form; none of them holds anything of its value.
    """
    client = aws_client("secretsmanager", region or arn.split(":")[3])
    with translating_aws_errors(f"the secret {quote(secret_name(arn))}"):
        answer = client.get_secret_value(SecretId=arn)
    return secret_fields(answer.get("SecretString"), arn)


def fetch_token(host: str, port: int, user: str, region: str) -> str:
    """A password for one login to RDS, good for a quarter of an hour. AWS itself is not asked."""
    client = aws_client("rds", region or None)
    with translating_aws_errors("a token for RDS"):
        made = str(client.generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user))
    register_secret(made)
    return made


def aws_client(service: str, region: str | None) -> Any:  # noqa: ANN401  boto3 has no types
    """boto3's client of a service, which gives up after seconds. Raises Refused without boto3."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise Refused(
            "boto3, which asks AWS, is not installed",
            "Run: pip install 'finally-cli[aws]'",
            code="BOTO3_NOT_INSTALLED",
        ) from None
    patience = Config(
        connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"}
    )
    with translating_aws_errors(f"the service {quote(service)} of AWS"):
        return boto3.session.Session().client(service, region_name=region, config=patience)


@contextmanager
def translating_aws_errors(wanted: str) -> Iterator[None]:
    """Ask AWS for something; its refusals come out as what a person can act on."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        failure = aws_failure(wanted, str(error.response.get("Error", {}).get("Code", "no code")))
    except (BotoCoreError, RuntimeError, ValueError) as error:
        failure = no_answer(wanted, [kind.__name__ for kind in type(error).__mro__])
    else:
        return
    raise failure from None  # boto3's own words are not carried along


def aws_failure(wanted: str, code: str) -> FinallyError:
    """The failure for a code that AWS answered with."""
    if code in NO_LOGIN:
        return NotAllowed(
            f"AWS does not accept your credentials ({code})",
            CREDENTIALS,
            code="AWS_NOT_ALLOWED",
        )
    if code in NOT_PERMITTED:
        return Denied(
            f"your credentials may not read {wanted} ({code})",
            "Ask for secretsmanager:GetSecretValue on it, and kms:Decrypt on its key.",
            code="SECRET_DENIED",
        )
    if code in MISSING:
        return NotFound(
            f"AWS does not have {wanted} ({code})",
            "Check secret_arn, its region, and that it is not marked to be deleted:"
            " finally config show",
            code="SECRET_NOT_FOUND",
        )
    return NotReachable(
        f"AWS does not give {wanted} ({code})",
        "Try again in a moment; check AWS_ENDPOINT_URL where it is set.",
        code="AWS_FAILED",
    )


def no_answer(wanted: str, kinds: list[str]) -> FinallyError:
    """The failure for what boto3 raised, told by the names of its classes."""
    if any(kind in UNSIGNED for kind in kinds):
        return NotAllowed(
            f"AWS cannot be asked for {wanted}: there are no credentials ({kinds[0]})",
            "Set them up as for the aws command: aws configure, aws sso login, or AWS_PROFILE.",
            code="AWS_NOT_ALLOWED",
        )
    if "NoRegionError" in kinds:
        return Refused(
            "no region of AWS is known",
            "Name it: finally config set profiles.NAME.region eu-central-1",
            code="NO_REGION",
        )
    if any(kind in UNREACHED for kind in kinds):
        hint = "Check the network, the region of the profile, and AWS_ENDPOINT_URL."
    else:
        hint = "Check AWS_ENDPOINT_URL, and what else is set for AWS."
    return NotReachable(
        f"AWS cannot be asked for {wanted} ({kinds[0]})", hint, code="AWS_NOT_REACHABLE"
    )
