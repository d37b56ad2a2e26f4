"""AWS on this machine: moto's server, and what is kept there."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer

REGION = "eu-central-1"
SOMEBODY = {  # whom AWS knows, and no proxy between
    "NO_PROXY": "127.0.0.1",
    "no_proxy": "127.0.0.1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def started() -> tuple[ThreadedMotoServer, str]:
    """A server that answers as AWS does, and its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it tells each request on stderr
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return server, f"http://{host}:{port}"


def put_secret(address: str, **value: Any) -> str:
    """Keep a secret, under a name of its own; its ARN. Needs SOMEBODY in the environment."""
    client = boto3.client("secretsmanager", region_name=REGION, endpoint_url=address)
    return str(client.create_secret(Name=f"books-{uuid4().hex}", **value)["ARN"])
