"""Logging in, staying so, and the tokens that follow. A login is two transactions: a failure must be kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session as DatabaseSession

from services.identity import attempts, signing
from services.identity.actions import end_sessions
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
from services.identity.tables import BankSystem, FormerPassword, Session, StaffAccount
from shared import clock
from shared.audit import record_act
from shared.db import reading, transaction
from shared.errors import Refusal
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


@dataclass(frozen=True)
class OpenedSession:
    """A session by its secret, which is told once."""

    session: str
    expires_at: datetime
    account: StaffAccount


@dataclass(frozen=True)
class AccessToken:
    """A token that services believe, and how long."""

    access_token: str
    expires_in: int = LIFETIME_SECONDS_MAX
    token_type: str = "Bearer"  # noqa: S105 - a kind of token, not one


def open_session(login: str, password: str) -> OpenedSession:
    """Log in with an identifier or an e-mail address, and a password."""
    with turn():
        account = _proven(login, password)
        if account.password_must_change:
            raise PasswordMustChange()
        renewed_hash = hash_password(password) if is_outdated(account.password_hash) else None
    return _start_session(account, renewed_hash)


def change_password(login: str, current_password: str, new_password: str) -> None:
    """Replace a password by another; whoever knows the old one may, and is then logged out everywhere."""
    with turn():
        account = _proven(login, current_password)
        check_password(new_password, account.own_words, field="new_password")
        _refuse_former(account, new_password)
        new_hash = hash_password(new_password)
    with transaction() as session:
        _replace_password(session, account, new_hash)


def end_session(secret: str) -> None:
    """Log out; a session that has ended already is no error."""
    with transaction() as session:
        session.execute(sa.delete(Session).where(Session.secret_hash == hash_secret(secret)))


def token_of_session(secret: str) -> AccessToken:
    """A short-lived token for the person of this session."""
    with transaction() as session:
        account = _account_of_session(session, secret)
    return _token(Subject(account.person_id, "person", account.name))


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


def _proven(login: str, password: str) -> StaffAccount:
    """The account whose password this is; raises LoginRefused, after the same work whatever the reason."""
    account = _account_named(login_key(login))
    hashed = attempts.login_hash(login_key(login), account)
    may_try = attempts.may_try(hashed)
    is_right = password_is(password, account.password_hash if account and may_try else None)
    if not is_right:
        raise LoginRefused()
    attempts.forgive(hashed)
    return account


def _account_named(key: str) -> StaffAccount | None:
    with reading() as session:
        return session.scalar(
            sa.select(StaffAccount).where(
                sa.or_(StaffAccount.identifier == key, StaffAccount.email_key == key),
                StaffAccount.closed_at.is_(None),
            )
        )


def _start_session(account: StaffAccount, renewed_hash: str | None) -> OpenedSession:
    secret, now = new_secret(), clock.now()
    expires_at = now + timedelta(hours=current_service().settings.session_hours_max)
    with transaction() as session:
        session.add(
            Session(
                secret_hash=hash_secret(secret),
                person_id=account.person_id,
                opened_at=now,
                used_at=now,
                expires_at=expires_at,
            )
        )
        if renewed_hash:
            session.get_one(StaffAccount, account.person_id).password_hash = renewed_hash
        record_act(session, "logged_in", account.person_id, account.person_id)
    return OpenedSession(secret, expires_at, account)


def _account_of_session(session: DatabaseSession, secret: str) -> StaffAccount:
    opened = session.get(Session, hash_secret(secret), with_for_update=True)
    now = clock.now()
    idle = timedelta(minutes=current_service().settings.session_idle_minutes)
    if opened is None or now >= opened.expires_at or now - opened.used_at >= idle:
        raise SessionEnded()
    opened.used_at = now
    return session.get_one(StaffAccount, opened.person_id)


def _token(subject: Subject) -> AccessToken:
    return AccessToken(issue_token(signing.signing_key(current_service().settings), subject))


def _refuse_former(account: StaffAccount, new_password: str) -> None:
    with reading() as session:
        former = session.scalars(_former(account).with_only_columns(FormerPassword.password_hash)).all()
    if any(password_is(new_password, kept) for kept in [account.password_hash, *former]):
        raise PasswordRefused(field="new_password", reason=FORMER)


def _former(account: StaffAccount) -> sa.Select:
    newest_first = sa.select(FormerPassword).where(FormerPassword.person_id == account.person_id)
    return newest_first.order_by(FormerPassword.replaced_at.desc()).limit(FORMER_KEPT)


def _replace_password(session: DatabaseSession, account: StaffAccount, new_hash: str) -> None:
    stored = session.get_one(StaffAccount, account.person_id, with_for_update=True)
    if stored.closed_at or stored.password_hash != account.password_hash:
        raise LoginRefused()  # another change came first: the password that was given is the old one no more
    session.add(
        FormerPassword(
            person_id=stored.person_id, replaced_at=clock.now(), password_hash=stored.password_hash
        )
    )
    stored.password_hash, stored.password_must_change = new_hash, False
    end_sessions(session, stored.person_id)
    record_act(session, "password_changed", stored.person_id, stored.person_id)
