"""Which names hide a secret: such values are never echoed, logged or traced. Pure."""

from typing import Any

MASK = "***"
_SECRET_NAMES = frozenset({"password", "secret", "code", "token", "authorization", "cookie"})
_SECRET_ENDINGS = ("_password", "_secret", "_token", "_code_clear")
_SECRET_STARTS = ("password_", "secret_", "token_")


def is_secret(name: str) -> bool:
    """Whether the last part of a field path ("account.password", "Authorization") names a secret.

    A postal code, a code of an index or a key id are no secrets: `code` hides only under its bare name.
    """
    last = str(name).rsplit(".", 1)[-1].lower().replace("-", "_")
    return last in _SECRET_NAMES or last.endswith(_SECRET_ENDINGS) or last.startswith(_SECRET_STARTS)


def masked(name: str, value: Any) -> Any:
    """The value under this name with every secret in it replaced by a mask, at any depth."""
    if is_secret(name):
        return MASK
    if isinstance(value, dict):
        return {key: masked(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(name, item) for item in value]
    return value
