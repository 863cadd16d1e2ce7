"""From the form to the account. Until the code is right nothing is told of the person, and nothing but this is kept.

An address that has an account already is treated in the same way, at the same cost; only the e-mail differs.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity import mails
from services.identity.actions import AccountExists, account_of, free_identifier_for, told_of
from services.identity.confirmations import (
    CODE_LIFE,
    REGISTRATION,
    Asked,
    ask,
    check_code,
    make_code,
    must_have_codes_left,
    no_code,
    renew,
    use_up,
    waiting,
)
from services.identity.domain.identifiers import login_key
from services.identity.domain.passwords import check_password
from services.identity.hashing import hash_password, new_secret, turn
from services.identity.tables import CLIENT, Account
from shared import clock
from shared.audit import record_act
from shared.db import transaction
from shared.errors import Bilingual, Refusal
from shared.events.identity import MailDue
from shared.ids import new_id
from shared.outbox import emit

TERMS = Bilingual("l'accord aux conditions générales", "agreement to the terms")


class PasswordsDiffer(Refusal):
    french = "Les deux mots de passe ne sont pas les mêmes."
    english = "The two passwords are not the same."


class TermsNotAccepted(Refusal):
    french = "Un compte ne s'ouvre pas sans {allowed}."
    english = "No account is opened without {allowed}."


@dataclass(frozen=True)
class _Answer:
    """What an address is sent, and what is kept to compare a code with."""

    mail: MailDue
    code_hash: str


def register(form: dict[str, Any]) -> Asked:
    """Keep the form until its address is confirmed, and send the code; refuses a form that breaks the rules."""
    password = form.pop("password")
    if form.pop("password_confirmation") != password:
        raise PasswordsDiffer(field="password_confirmation")
    if not form.pop("terms_accepted"):
        raise TermsNotAccepted(field="terms_accepted", value=False, allowed=TERMS)
    check_password(password, (form["first_name"], form["last_name"], form["email"].partition("@")[0]))
    with turn():
        password_hash = hash_password(password)
    secret = new_secret()
    answer = _answer(form["email"], form["title"], secret, number=1)
    with transaction() as session:
        kept = form | {"password_hash": password_hash}
        mails.send_if_few(session, answer.mail, form["email"])
        return ask(session, secret, answer.code_hash, purpose=REGISTRATION, email=form["email"], form=kept)


def send_another_code(secret: str) -> Asked:
    """A new code for a registration; the one before is dead."""
    started = waiting(secret, REGISTRATION)
    must_have_codes_left(started)
    number = started.codes + 1
    answer = _answer(started.email, started.form["title"], secret, number)
    with transaction() as session:
        mails.send_if_few(session, answer.mail, started.email)
        return renew(session, secret, number, answer.code_hash)


def confirm(secret: str, code: str) -> Account:
    """Open the account of a registration whose code this is, and tell the person their identifier."""
    check_code(secret, code, REGISTRATION)
    with transaction() as session:
        account = _opened(session, use_up(session, secret).form)
        # The identifier is known only now; by now the sealing key has been read, for the code.
        mails.send(session, mails.mail_to(account, "welcome", identifier=account.identifier))
        return account


def _answer(email: str, title: str, secret: str, number: int) -> _Answer:
    code, owner = make_code(secret, number), account_of(email)
    expires_at = clock.now() + CODE_LIFE
    if owner is None:
        mail = mails.mail_due("registration_code", email, expires_at=expires_at, name=title, code=code.code)
        return _Answer(mail, code.code_hash)
    mail = mails.mail_due(
        "already_registered", email, expires_at=expires_at, name=title, identifier=owner.identifier
    )
    return _Answer(mail, no_code())


def _opened(session: Session, form: dict[str, Any]) -> Account:
    if session.scalar(sa.select(Account.person_id).where(Account.email_key == login_key(form["email"]))):
        # Confirmed twice, by two registrations: whoever reads the address may know.
        raise AccountExists(field="email", value=form["email"])
    account = Account(
        person_id=new_id(),
        kind=CLIENT,
        identifier=free_identifier_for(session, form["first_name"]),
        email_key=login_key(form["email"]),
        opened_at=clock.now(),
        **form,
    )
    session.add(account)
    session.flush()
    record_act(session, "registered", account.person_id, account.person_id)
    emit(session, told_of(account), subject=account.person_id)
    return account
