"""Passwords and secrets as they are kept. Checking a password takes memory on purpose: few at once."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hmac import compare_digest
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.identity.domain.passwords import PasswordRefused, check_password, normalised
from shared.errors import Refusal
from shared.service import current_service

# Argon2id with 19 MiB, four passes, one lane: twice the work of the least that OWASP's password storage cheat sheet
# accepts. RFC 9106's choice for little memory (64 MiB, three passes) takes four times as long: nine logins a second
# would fill two processors, and a change of password, which is compared with ten former ones, would take two seconds.
_HASHER = PasswordHasher(memory_cost=19 * 1024, time_cost=4, parallelism=1)
TURN_SECONDS_MAX = 2
INITIAL_PASSWORD_CHARACTERS = 16
UNAMBIGUOUS = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"


class TooManyLogins(Refusal):
    status = 503
    french = "Trop de personnes s'identifient en même temps. Réessayez dans quelques secondes."
    english = "Too many people are logging in at once. Try again in a few seconds."


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the few places where passwords are worked on; TooManyLogins after two seconds.

    Twice as many may wait as are at work, and no more: the other threads of the process are for the other routes.
    """
    settings = current_service().settings
    door, places = _places(3 * settings.logins_at_once), _places(settings.logins_at_once)
    if not door.acquire(blocking=False):
        raise TooManyLogins(retry_after_seconds=TURN_SECONDS_MAX)
    try:
        if not places.acquire(timeout=TURN_SECONDS_MAX):
            raise TooManyLogins(retry_after_seconds=TURN_SECONDS_MAX)
        try:
            yield
        finally:
            places.release()
    finally:
        door.release()


@cache
def _places(count: int) -> BoundedSemaphore:
    return BoundedSemaphore(count)


def hash_password(password: str) -> str:
    """The password as it is kept. Call it in a `turn()`."""
    return _HASHER.hash(normalised(password))


def password_is(password: str, kept: str | None) -> bool:
    """Whether this is the password kept; takes as long where none is. Call it in a `turn()`."""
    try:
        return _HASHER.verify(kept or _nobodys(), normalised(password)) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the password should be hashed anew, because we ask for more work today."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def new_secret() -> str:
    """256 bits of chance, for a session or a bank system."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """A secret of 256 bits as it is kept: nobody can try them all, so a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def secret_is(secret: str, kept: str | None) -> bool:
    """Whether this is the secret kept; takes as long where none is."""
    return compare_digest(hash_secret(secret), kept or hash_secret("")) and kept is not None


def initial_password(own_words: tuple[str, ...]) -> str:
    """A password for a first login, of signs that nobody confuses or cannot type."""
    while True:
        password = "".join(secrets.choice(UNAMBIGUOUS) for _ in range(INITIAL_PASSWORD_CHARACTERS))
        try:
            check_password(password, own_words)
        except PasswordRefused:
            continue
        return password
