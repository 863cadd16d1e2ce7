"""Accounts of people of the bank and of its systems. Passwords are hashed outside of transactions: it is slow."""

import secrets
from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as DatabaseSession

from services.identity import attempts
from services.identity.domain.identifiers import free_identifier, identifier_stem, login_key
from services.identity.domain.passwords import check_password
from services.identity.hashing import hash_password, hash_secret, initial_password, new_secret, turn
from services.identity.mails import if_possible, mail_due, mail_to, send
from services.identity.tables import STAFF, Account, BankSystem, Session
from shared import clock
from shared.audit import record_act
from shared.db import reading, transaction
from shared.errors import Conflict, Missing
from shared.events.identity import (
    AccountClosed,
    BankSystemRegistered,
    MailDue,
    PersonRecorded,
    StaffAccountOpened,
)
from shared.ids import new_id
from shared.outbox import emit
from shared.pagination import page


class AccountExists(Conflict):
    french = "Un compte existe déjà pour {value}."
    english = "There is already an account for {value}."


class IdentifiersExhausted(Conflict):
    french = "Il ne reste aucun identifiant qui commence par {value}."
    english = "No identifier that begins with {value} is left."


class OwnAccount(Conflict):
    french = "Personne ne ferme son propre compte ni ne s'en redonne l'accès."
    english = "Nobody closes their own account or gives themselves access to it again."


def open_staff_account(
    *,
    title: str,
    first_name: str,
    last_name: str,
    email: str,
    password: str,
    person_id: UUID | None = None,
    by: UUID | None = None,
    password_must_change: bool = False,
    invitation: MailDue | None = None,
) -> Account:
    """Open an account for a person of the bank; one that exists for this e-mail address stays as it is.

    password              already known to the person, unless it must change at the first login
    by                    who opens it; None when the platform is set up
    invitation            what tells the person, if anybody must
    """
    existing = account_of(email)
    if existing is not None:
        return existing
    check_password(password, (first_name, last_name, email.partition("@")[0]))
    with turn():
        password_hash = hash_password(password)
    with transaction() as session:
        account = Account(
            person_id=person_id or new_id(),
            kind=STAFF,
            identifier=free_identifier_for(session, first_name),
            title=title,
            first_name=first_name,
            last_name=last_name,
            email=email,
            email_key=login_key(email),
            password_hash=password_hash,
            password_given_at=clock.now() if password_must_change else None,
            opened_at=clock.now(),
        )
        session.add(account)
        session.flush()
        record_act(session, "staff_account_opened", by, account.person_id)
        emit(session, _opened(account), subject=account.person_id)
        send(session, invitation)
        return account


def invite_staff(person: Mapping[str, str], by: UUID) -> dict:
    """Open an account with a password to be given to the person, who must replace it at the first login."""
    if account_of(person["email"]) is not None:
        raise AccountExists(field="email", value=person["email"])
    password = initial_password((person["first_name"], person["last_name"], person["email"]))
    name = f"{person['title']} {person['last_name']}"
    person_id = new_id()
    invitation = if_possible(mail_due, "staff_invited", person["email"], person_id, name=name)
    account = open_staff_account(
        **person,
        password=password,
        person_id=person_id,
        by=by,
        password_must_change=True,
        invitation=invitation,
    )
    return {"account": account, "initial_password": password}


def reset_password(person_id: UUID, by: UUID) -> dict:
    """A new password to be given to a person who lost theirs; ends their sessions and any lock."""
    if person_id == by:
        raise OwnAccount()
    account = read_staff_account(person_id)
    password = initial_password(account.own_words)
    with turn():
        password_hash = hash_password(password)
    mail = if_possible(mail_to, account, "staff_password_given")
    with transaction() as session:
        account = _open_staff_account(session, person_id)
        account.password_hash, account.password_given_at = password_hash, clock.now()
        end_sessions(session, person_id)
        attempts.open_locks(session, account)
        record_act(session, "password_reset", by, person_id)
        send(session, mail)
        return {"account": account, "initial_password": password}


def close_staff_account(person_id: UUID, by: UUID) -> None:
    """The person can log in no longer; tokens given before end within five minutes, rights within seconds."""
    if person_id == by:
        raise OwnAccount()
    mail = if_possible(mail_to, read_staff_account(person_id), "staff_account_closed")
    with transaction() as session:
        account = _open_staff_account(session, person_id)
        account.closed_at = clock.now()
        end_sessions(session, person_id)
        record_act(session, "staff_account_closed", by, person_id)
        emit(session, AccountClosed(subject_id=person_id), subject=person_id)
        send(session, mail)


def account_of(email: str) -> Account | None:
    """The account of an e-mail address, open or closed."""
    with reading() as session:
        return session.scalar(sa.select(Account).where(Account.email_key == login_key(email)))


def read_staff_account(person_id: UUID) -> Account:
    """An open account of a person of the bank."""
    with reading() as session:
        return _open_staff_account(session, person_id, to_change=False)


def register_bank_system(
    *, client_id: str, name: str, client_secret: str, system_id: UUID | None = None, by: UUID | None = None
) -> BankSystem:
    """Let another system of the bank ask for tokens; one that exists under this client_id stays as it is.

    client_secret  at least 256 bits of chance: `hashing.new_secret()` makes one
    """
    with transaction() as session:
        existing = session.scalar(sa.select(BankSystem).where(BankSystem.client_id == client_id))
        if existing is not None:
            return existing
        system = BankSystem(
            system_id=system_id or new_id(),
            client_id=client_id,
            name=name,
            secret_hash=hash_secret(client_secret),
            registered_at=clock.now(),
        )
        session.add(system)
        session.flush()
        record_act(session, "bank_system_registered", by, system.system_id, {"client_id": client_id})
        emit(session, _registered(system), subject=system.system_id)
        return system


def add_bank_system(client_id: str, name: str, by: UUID) -> dict:
    """Register a system with a new secret, which is told once and never again."""
    secret = new_secret()
    with transaction() as session:
        if session.scalar(sa.select(BankSystem.system_id).where(BankSystem.client_id == client_id)):
            raise AccountExists(field="client_id", value=client_id)
        system = register_bank_system(client_id=client_id, name=name, client_secret=secret, by=by)
        return {"system": system, "client_secret": secret}


def renew_secret(system_id: UUID, by: UUID) -> dict:
    """A new secret for a system; the old one ends at once."""
    secret = new_secret()
    with transaction() as session:
        system = _open_system(session, system_id)
        system.secret_hash = hash_secret(secret)
        record_act(session, "secret_renewed", by, system_id)
        return {"system": system, "client_secret": secret}


def close_bank_system(system_id: UUID, by: UUID) -> None:
    """The system gets no token any more."""
    with transaction() as session:
        _open_system(session, system_id).closed_at = clock.now()
        record_act(session, "bank_system_closed", by, system_id)
        emit(session, AccountClosed(subject_id=system_id), subject=system_id)


def list_staff(**page_wanted) -> dict:
    """A page of accounts, open and closed."""
    with reading() as session:
        return page(
            session, sa.select(Account).where(Account.kind == STAFF), by=(Account.identifier,), **page_wanted
        )


def list_bank_systems(**page_wanted) -> dict:
    """A page of systems, open and closed."""
    with reading() as session:
        return page(session, sa.select(BankSystem), by=(BankSystem.client_id,), **page_wanted)


def end_sessions(session: DatabaseSession, person_id: UUID) -> None:
    """Log a person out everywhere."""
    session.execute(sa.delete(Session).where(Session.person_id == person_id))


def free_identifier_for(session: DatabaseSession, first_name: str) -> str:
    """An identifier that nobody has; raises IdentifiersExhausted."""
    stem = identifier_stem(first_name)
    taken = session.scalars(sa.select(Account.identifier).where(Account.identifier.startswith(stem)))
    identifier = free_identifier(first_name, set(taken), secrets.choice)
    if identifier is None:
        raise IdentifiersExhausted(field="first_name", value=stem)
    return identifier


def open_account(session: DatabaseSession, person_id: UUID, to_change: bool = True) -> Account:
    """An account that is not closed, locked unless it is only read; raises Missing."""
    account = session.get(Account, person_id, with_for_update=to_change)
    if account is None or account.closed_at:
        raise Missing()
    return account


def told_of(account: Account) -> PersonRecorded:
    """What others are told of a person who registered, as they are now."""
    return PersonRecorded(
        person_id=account.person_id,
        version=account.version,
        identifier=account.identifier,
        title=account.title,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
    )


def _open_staff_account(session: DatabaseSession, person_id: UUID, to_change: bool = True) -> Account:
    account = open_account(session, person_id, to_change)
    if account.kind != STAFF:
        raise Missing()
    return account


def _open_system(session: DatabaseSession, system_id: UUID) -> BankSystem:
    system = session.get(BankSystem, system_id, with_for_update=True)
    if system is None or system.closed_at:
        raise Missing()
    return system


def _opened(account: Account) -> StaffAccountOpened:
    return StaffAccountOpened(person_id=account.person_id, name=account.name, email=account.email)


def _registered(system: BankSystem) -> BankSystemRegistered:
    return BankSystemRegistered(system_id=system.system_id, client_id=system.client_id, name=system.name)
