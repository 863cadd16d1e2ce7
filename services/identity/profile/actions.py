"""What a person does with their own account."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.identity import mails
from services.identity.actions import AccountExists, account_of, open_account, told_of
from services.identity.confirmations import (
    CODE_LIFE,
    EMAIL,
    Asked,
    NewCode,
    ask,
    check_code,
    make_code,
    must_have_codes_left,
    no_code,
    renew,
    use_up,
    waiting,
)
from services.identity.devices import Visitor
from services.identity.domain.identifiers import login_key
from services.identity.hashing import hash_secret, new_secret, turn
from services.identity.sessions import proven
from services.identity.tables import CLIENT, Account, KnownDevice, Session
from shared import clock
from shared.audit import record_act
from shared.db import reading, transaction
from shared.errors import Conflict, Missing
from shared.events.identity import MailDue
from shared.outbox import emit


class HeldByTheBank(Conflict):
    french = "Ce compte est tenu par la banque : un opérateur le modifie ou le ferme."
    english = "This account is held by the bank: an operator changes or closes it."


def read_profile(person_id: UUID) -> Account:
    """The account of a person; Missing for a bank system, which has none."""
    with reading() as session:
        account = session.get(Account, person_id)
    if account is None or account.closed_at:
        raise Missing()
    return account


def change_profile(person_id: UUID, changes: dict[str, Any]) -> Account:
    """Replace what is given of title, names, phone, kind of structure, offers."""
    with transaction() as session:
        account = _own_account(session, person_id)
        changed = sorted(name for name, value in changes.items() if getattr(account, name) != value)
        for name in changed:
            setattr(account, name, changes[name])
        if changed:
            _tell(session, account, "profile_changed", {"fields": changed})
        return account


def ask_for_another_address(person_id: UUID, email: str, password: str, visitor: Visitor) -> Asked:
    """Send a code to the address that the account is to have; the answer never tells whether it has an account."""
    account = owner_by_password(person_id, password, visitor)
    secret = new_secret()
    mail, code_hash = _address_mail(email, account, make_code(secret, 1))
    with transaction() as session:
        mails.send_if_few(session, mail, email)
        return ask(session, secret, code_hash, purpose=EMAIL, email=email, form={}, person_id=person_id)


def send_another_code(person_id: UUID, secret: str) -> Asked:
    """A new code for the address; the one before is dead."""
    asked = waiting(secret, EMAIL, person_id)
    must_have_codes_left(asked)
    number = asked.codes + 1
    mail, code_hash = _address_mail(asked.email, read_profile(person_id), make_code(secret, number))
    with transaction() as session:
        mails.send_if_few(session, mail, asked.email)
        return renew(session, secret, number, code_hash)


def confirm_address(person_id: UUID, secret: str, code: str) -> Account:
    """Have the address whose code this is from now on; the one before is told."""
    check_code(secret, code, EMAIL, person_id)
    farewell = mails.mail_to(read_profile(person_id), "email_changed")
    with transaction() as session:
        account = _own_account(session, person_id)
        email = use_up(session, secret).email
        if session.scalar(sa.select(Account.person_id).where(Account.email_key == login_key(email))):
            raise AccountExists(field="email", value=email)
        account.email, account.email_key = email, login_key(email)
        _tell(session, account, "email_changed", {})
        mails.send(session, farewell)
        return account


def list_sessions(person_id: UUID, presented: str) -> list[Session]:
    """Where the person is logged in, the last used first; `current` tells the one that asks."""
    theirs = sa.select(Session).where(Session.person_id == person_id, Session.expires_at > clock.now())
    with reading() as session:
        found = session.scalars(theirs.order_by(Session.used_at.desc(), Session.session_id)).all()
    for each in found:
        each.current = each.secret_hash == hash_secret(presented)
    return found


def end_session(person_id: UUID, session_id: UUID) -> None:
    """Log the person out there; a session that has ended already is no error, nor is somebody else's."""
    with transaction() as session:
        _end(session, Session.person_id == person_id, Session.session_id == session_id)
        record_act(session, "session_ended", person_id, person_id)


def end_other_sessions(person_id: UUID, presented: str) -> None:
    """Log the person out everywhere else, and know none of their devices any more."""
    with transaction() as session:
        _end(session, Session.person_id == person_id, Session.secret_hash != hash_secret(presented))
        session.execute(sa.delete(KnownDevice).where(KnownDevice.person_id == person_id))
        record_act(session, "other_sessions_ended", person_id, person_id)


def _own_account(session: Any, person_id: UUID) -> Account:
    account = open_account(session, person_id)
    if account.kind != CLIENT:
        raise HeldByTheBank()
    return account


def owner_by_password(person_id: UUID, password: str, visitor: Visitor) -> Account:
    """The account, once more by its password; a wrong one counts as a failed login."""
    account = read_profile(person_id)
    if account.kind != CLIENT:
        raise HeldByTheBank()
    with turn():
        return proven(account.identifier, password, visitor)


def _address_mail(email: str, account: Account, code: NewCode) -> tuple[MailDue, str]:
    expires_at = clock.now() + CODE_LIFE
    said = {"expires_at": expires_at, "name": mails.formal_name(account)}
    if account_of(email) is None:
        return mails.mail_due("email_code", email, code=code.code, **said), code.code_hash
    return mails.mail_due("address_taken", email, **said), no_code()


def _tell(session: Any, account: Account, act: str, facts: dict) -> None:
    account.version += 1
    record_act(session, act, account.person_id, account.person_id, facts)
    emit(session, told_of(account), subject=account.person_id)


def _end(session: Any, *which: Any) -> None:
    session.execute(sa.delete(Session).where(*which))
