"""What services read from one another over HTTP, seldom and never in the way of a fact: keys, and rights once more."""

import json
import urllib.request
from typing import Any

ANSWER_BYTES_MAX = 1_000_000
TIMEOUT_SECONDS = 2

# What decides who may enter and who may read comes straight from its source, whatever proxy this machine uses for
# the rest.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch_json(url: str, headers: dict[str, str] | None = None) -> Any:
    """The JSON at an http(s):// or file:// address; raises OSError or ValueError."""
    if not url.startswith(("http://", "https://", "file://")):
        raise ValueError(f"{url!r} is not an http(s):// or file:// address")
    asked = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - the scheme was looked at
    with _DIRECT.open(asked, timeout=TIMEOUT_SECONDS) as answer:
        return json.loads(answer.read(ANSWER_BYTES_MAX))
