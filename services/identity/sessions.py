"""Logging in, staying so, and the tokens that follow. A login is two transactions: a failure must be kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session as DatabaseSession

from services.identity import attempts, signing
from services.identity.actions import end_sessions
from services.identity.devices import Visitor, known_device, remember_device
from services.identity.domain.identifiers import login_key
from services.identity.domain.passwords import FORMER, FORMER_KEPT, PasswordRefused, check_password
from services.identity.hashing import (
    hash_password,
    hash_secret,
    is_outdated,
    new_secret,
    password_is,
    secret_is,
    turn,
)
from services.identity.mails import mail_to, send
from services.identity.tables import CLIENT, Account, BankSystem, FormerPassword, Session
from shared import clock, logs
from shared.audit import record_act
from shared.db import reading, transaction
from shared.errors import Refusal
from shared.ids import new_id
from shared.service import current_service
from shared.tokens import LIFETIME_SECONDS_MAX, Subject, issue_token


class LoginRefused(Refusal):
    """Also for an account that does not exist, is closed or is locked: the answer does not tell."""

    status = 401
    french = (
        "L'identifiant ou le mot de passe est incorrect. "
        "Après dix échecs, un compte est bloqué pendant une heure."
    )
    english = "The identifier or the password is wrong. After ten failures, an account is locked for an hour."


class SessionEnded(Refusal):
    status = 401
    french = "Votre session est terminée. Identifiez-vous de nouveau."
    english = "Your session has ended. Log in again."


class CredentialsRefused(Refusal):
    status = 401
    french = "L'identifiant ou le secret du système est incorrect."
    english = "The identifier or the secret of the system is wrong."


class PasswordMustChange(Refusal):
    status = 403
    french = "Choisissez d'abord votre propre mot de passe : celui-ci n'est plus connu de vous seul."
    english = "Choose a password of your own first: others know this one."


GIVEN_PASSWORD_LIFE = timedelta(days=7)
NOWHERE = Visitor()
_log = logs.get_logger(__name__)


@dataclass(frozen=True)
class OpenedSession:
    """A session by its secret, which is told once, and the secret by which its device is known from now on."""

    session: str
    device: str
    expires_at: datetime
    account: Account


@dataclass(frozen=True)
class AccessToken:
    """A token that services believe, and how long."""

    access_token: str
    expires_in: int = LIFETIME_SECONDS_MAX
    token_type: str = "Bearer"  # noqa: S105 - a kind of token, not one


def open_session(login: str, password: str, visitor: Visitor = NOWHERE) -> OpenedSession:
    """Log in with an identifier or an e-mail address, and a password."""
    with turn():
        account, counted = _compared(login, password, visitor)
        if account.password_must_change:
            attempts.forgive(counted)
            raise PasswordMustChange()
        renewed_hash = hash_password(password) if is_outdated(account.password_hash) else None
    return _start_session(account, renewed_hash, visitor, counted)


def change_password(login: str, current_password: str, new_password: str, visitor: Visitor = NOWHERE) -> None:
    """Replace a password by another; whoever knows the old one may, and is then logged out everywhere."""
    with turn():
        account = proven(login, current_password, visitor)
        new_hash = hash_new_password(account, new_password)
    mail = mail_to(account, "password_changed") if account.kind == CLIENT else None
    with transaction() as session:
        replace_password(session, account, new_hash, "password_changed")
        if mail:
            send(session, mail)


def hash_new_password(account: Account, new_password: str) -> str:
    """A password that the person may take, as it is kept; raises PasswordRefused. Call it in a `turn()`."""
    check_password(new_password, account.own_words, field="new_password")
    _refuse_former(account, new_password)
    return hash_password(new_password)


def end_session(secret: str) -> None:
    """Log out; a session that has ended already is no error."""
    with transaction() as session:
        _end(session, secret)


def token_of_session(secret: str) -> AccessToken:
    """A short-lived token for the person of this session."""
    with transaction() as session:
        account = _account_of_session(session, secret)
    return _token(Subject(account.person_id, "person", account.name))


def token_if_any(secret: str) -> AccessToken | None:
    """The same; None where there is no session or it has ended."""
    try:
        return token_of_session(secret) if secret else None
    except SessionEnded:
        return None


def token_of_system(client_id: str, client_secret: str) -> AccessToken:
    """A short-lived token for a system of the bank, by its credentials."""
    with reading() as session:
        system = session.scalar(
            sa.select(BankSystem).where(BankSystem.client_id == client_id, BankSystem.closed_at.is_(None))
        )
    if not secret_is(client_secret, system and system.secret_hash):
        raise CredentialsRefused()
    return _token(Subject(system.system_id, "system", system.name))


def forget_ended_sessions() -> None:
    """Sessions that are over go."""
    with transaction() as session:
        session.execute(sa.delete(Session).where(Session.expires_at < clock.now()))


def proven(login: str, password: str, visitor: Visitor = NOWHERE) -> Account:
    """The account whose password this is; raises LoginRefused, after the same work whatever the reason."""
    account, counted = _compared(login, password, visitor)
    attempts.forgive(counted)
    return account


def _compared(login: str, password: str, visitor: Visitor) -> tuple[Account, str]:
    """The same, with the count that is to be forgiven in the transaction that follows."""
    with transaction():
        account = _account_named(login_key(login))
        device = known_device(visitor, account)
        hashed = attempts.login_hash(login_key(login), account, device)
        may_try = attempts.may_try(hashed, account.person_id if account and not device else None)
    is_right = password_is(password, account.password_hash if account and may_try else None)
    if not is_right or _is_over(account):
        _log.warning("login_refused", account=account and str(account.person_id), origin=visitor.origin)
        raise LoginRefused()
    return account, hashed


def _is_over(account: Account) -> bool:
    """Whether the password was given by somebody else and not replaced in time."""
    return account.password_must_change and clock.now() - account.password_given_at > GIVEN_PASSWORD_LIFE


def _account_named(key: str) -> Account | None:
    with reading() as session:
        return session.scalar(
            sa.select(Account).where(
                sa.or_(Account.identifier == key, Account.email_key == key),
                Account.closed_at.is_(None),
            )
        )


def _start_session(
    account: Account, renewed_hash: str | None, visitor: Visitor, counted: str
) -> OpenedSession:
    secret, now = new_secret(), clock.now()
    expires_at = now + timedelta(hours=current_service().settings.session_hours_max)
    with transaction() as session:
        attempts.forgive(counted)
        _end(session, visitor.session)
        session.execute(
            sa.insert(Session).values(
                secret_hash=hash_secret(secret),
                session_id=new_id(),
                person_id=account.person_id,
                origin=visitor.origin,
                browser=visitor.browser,
                opened_at=now,
                used_at=now,
                expires_at=expires_at,
            )
        )
        if renewed_hash:
            session.get_one(Account, account.person_id).password_hash = renewed_hash
        device = remember_device(session, visitor, account.person_id)
        record_act(session, "logged_in", account.person_id, account.person_id)
    return OpenedSession(secret, device, expires_at, account)


def _end(session: DatabaseSession, secret: str) -> None:
    if secret:
        session.execute(sa.delete(Session).where(Session.secret_hash == hash_secret(secret)))


def _account_of_session(session: DatabaseSession, secret: str) -> Account:
    opened = session.get(Session, hash_secret(secret), with_for_update=True)
    now = clock.now()
    idle = timedelta(minutes=current_service().settings.session_idle_minutes)
    if opened is None or now >= opened.expires_at or now - opened.used_at >= idle:
        raise SessionEnded()
    opened.used_at = now
    return session.get_one(Account, opened.person_id)


def _token(subject: Subject) -> AccessToken:
    return AccessToken(issue_token(signing.signing_key(current_service().settings), subject))


def _refuse_former(account: Account, new_password: str) -> None:
    with reading() as session:
        former = session.scalars(_former(account).with_only_columns(FormerPassword.password_hash)).all()
    if any(password_is(new_password, kept) for kept in [account.password_hash, *former]):
        raise PasswordRefused(field="new_password", reason=FORMER)


def _former(account: Account) -> sa.Select:
    newest_first = sa.select(FormerPassword).where(FormerPassword.person_id == account.person_id)
    return newest_first.order_by(FormerPassword.replaced_at.desc()).limit(FORMER_KEPT)


def replace_password(session: DatabaseSession, account: Account, new_hash: str, act: str) -> None:
    """Give an account another password, and end its sessions; LoginRefused when another change came first."""
    stored = session.get(Account, account.person_id, with_for_update=True)
    if stored is None or stored.closed_at or stored.password_hash != account.password_hash:
        raise LoginRefused()
    session.add(
        FormerPassword(
            person_id=stored.person_id, replaced_at=clock.now(), password_hash=stored.password_hash
        )
    )
    stored.password_hash, stored.password_given_at = new_hash, None
    end_sessions(session, stored.person_id)
    record_act(session, act, stored.person_id, stored.person_id)
