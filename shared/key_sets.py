"""Public keys that a service publishes as a JSON Web Key Set (RFC 7517), read from where they are published."""

from shared.fetching import fetch_json


def fetch_keys(url: str) -> list[dict]:
    """The keys of a set at an http(s):// or file:// address; raises OSError, ValueError or KeyError."""
    return fetch_json(url)["keys"]
