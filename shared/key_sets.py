"""Public keys that a service publishes as a JSON Web Key Set (RFC 7517), read from where they are published."""

import json
import urllib.request

KEYS_BYTES_MAX = 100_000
KEYS_TIMEOUT_SECONDS = 2

# Keys decide who may enter and who may read: they come straight from their source, whatever proxy this machine
# uses for the rest.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch_keys(url: str) -> list[dict]:
    """The keys of a set at an http(s):// or file:// address; raises OSError, ValueError or KeyError."""
    if not url.startswith(("http://", "https://", "file://")):
        raise ValueError(f"{url!r} is not an http(s):// or file:// address")
    with _DIRECT.open(url, timeout=KEYS_TIMEOUT_SECONDS) as answer:
        return json.loads(answer.read(KEYS_BYTES_MAX))["keys"]
