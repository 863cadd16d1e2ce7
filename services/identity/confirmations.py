"""Codes of four digits sent to an e-mail address, which prove that whoever types them reads what comes there.

Three tries a code, three codes a confirmation, ten minutes each, one use, bound to the secret that whoever asked holds.
A try is counted before it is compared, in one statement: of any number at the same instant, at most nine are compared.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity.hashing import hash_secret, new_secret
from services.identity.tables import Confirmation
from shared import clock
from shared.db import reading, transaction
from shared.errors import Bilingual, Conflict, Missing, Refusal

TRIES_MAX, CODES_MAX = 3, 3
CODE_LIFE = timedelta(minutes=10)
CONFIRMATION_LIFE = CODES_MAX * CODE_LIFE
CODE_DIGITS = 4
REGISTRATION, EMAIL = "registration", "email"
_FOUR_DIGITS = Bilingual(
    "les quatre chiffres du dernier code reçu, et non votre mot de passe",
    "the four digits of the last code received, not your password",
)


class EmailCodeWrong(Refusal):
    french = "Ce code n'est pas le bon. Essais restants avec ce code : {tries_left}. Attendu : {allowed}."
    english = "This code is wrong. Tries left with this code: {tries_left}. Expected: {allowed}."


class CodeSpent(Conflict):
    french = (
        "Ce code ne sert plus : il a plus de dix minutes, ou trois essais ont échoué. Demandez-en un nouveau."
    )
    english = "This code is spent: it is over ten minutes old, or three tries failed. Ask for a new one."


class CodesSpent(Conflict):
    french = "Trois codes ont déjà été envoyés. Recommencez depuis le début."
    english = "Three codes were sent already. Start again from the beginning."


class ConfirmationOver(Missing):
    french = "Cette demande est terminée, ou a été abandonnée. Recommencez depuis le début."
    english = "This request is over, or was abandoned. Start again from the beginning."


@dataclass(frozen=True)
class Asked:
    """A confirmation that waits for its code; the secret is told once, to who asked.

    codes_left  how many more codes may be asked for
    """

    secret: str
    code_expires_at: datetime
    codes_left: int


@dataclass(frozen=True)
class NewCode:
    """A code with the HMAC that is kept of it."""

    code: str
    code_hash: str


def make_code(secret: str, number: int) -> NewCode:
    """The code number so many of a confirmation, by chance."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    return NewCode(code, _code_hash(secret, number, code))


def no_code() -> str:
    """What is kept where no code can be right: it looks the same."""
    return hash_secret(new_secret())


def ask(session: Session, secret: str, code_hash: str, **about: object) -> Asked:
    """Keep a confirmation with its first code. about: purpose, email, form, person_id."""
    now = clock.now()
    session.add(
        Confirmation(
            secret_hash=hash_secret(secret),
            code_hash=code_hash,
            codes=1,
            tries=0,
            code_expires_at=now + CODE_LIFE,
            expires_at=now + CONFIRMATION_LIFE,
            **about,
        )
    )
    return Asked(secret, now + CODE_LIFE, CODES_MAX - 1)


def waiting(secret: str, purpose: str, person_id: UUID | None = None) -> Confirmation:
    """A confirmation that is not over; raises ConfirmationOver, for somebody else's too."""
    with reading() as session:
        found = session.get(Confirmation, hash_secret(secret))
    if (
        found is None
        or clock.now() >= found.expires_at
        or (found.purpose, found.person_id) != (purpose, person_id)
    ):
        raise ConfirmationOver()
    return found


def must_have_codes_left(confirmation: Confirmation) -> None:
    """Refuse a fourth code."""
    if confirmation.codes >= CODES_MAX:
        raise CodesSpent()


def renew(session: Session, secret: str, number: int, code_hash: str) -> Asked:
    """Replace the code by code `number`; the one before is dead. Of many at the same instant, one succeeds."""
    now = clock.now()
    renewed = session.execute(
        sa.update(Confirmation)
        .where(Confirmation.secret_hash == hash_secret(secret), Confirmation.codes == number - 1)
        .values(codes=number, tries=0, code_hash=code_hash, code_expires_at=now + CODE_LIFE)
    )
    if not renewed.rowcount:
        raise CodesSpent()
    return Asked(secret, now + CODE_LIFE, CODES_MAX - number)


def check_code(secret: str, code: str, purpose: str, person_id: UUID | None = None) -> Confirmation:
    """The confirmation whose code this is; raises EmailCodeWrong, CodeSpent or ConfirmationOver."""
    confirmation = waiting(secret, purpose, person_id)
    tried = _take_a_try(confirmation.secret_hash)
    if tried is None:
        raise CodeSpent()
    code_hash, number, tries = tried
    if not hmac.compare_digest(code_hash, _code_hash(secret, number, code)):
        raise EmailCodeWrong(field="code", allowed=_FOUR_DIGITS, tries_left=TRIES_MAX - tries)
    return confirmation


def use_up(session: Session, secret: str) -> Confirmation:
    """Take a confirmation out, once; raises ConfirmationOver for the second of two right answers."""
    found = session.get(Confirmation, hash_secret(secret), with_for_update=True)
    if found is None:
        raise ConfirmationOver()
    session.delete(found)
    return found


def forget_abandoned() -> None:
    """Confirmations that nobody finished vanish, with all that was typed."""
    with transaction() as session:
        session.execute(sa.delete(Confirmation).where(Confirmation.expires_at <= clock.now()))


def _take_a_try(secret_hash: str) -> tuple[str, int, int] | None:
    with transaction() as session:
        taken = session.execute(
            sa.update(Confirmation)
            .where(
                Confirmation.secret_hash == secret_hash,
                Confirmation.tries < TRIES_MAX,
                Confirmation.code_expires_at > clock.now(),
            )
            .values(tries=Confirmation.tries + 1)
            .returning(Confirmation.code_hash, Confirmation.codes, Confirmation.tries)
        ).first()
        return None if taken is None else (taken.code_hash, taken.codes, taken.tries)


def _code_hash(secret: str, number: int, code: str) -> str:
    message = f"{number}/{code}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode("utf-8", "surrogatepass"), message, sha256).hexdigest()
