"""What people are told of their structures and rights: who decided, why, on which day, and where to answer."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.habilitations.domain.rights import RIGHTS
from services.notifications.domain.rights_words import BANK_RIGHTS
from services.notifications.membership_notices import membership_notice
from services.notifications.rights_notices import (
    bank_right_notice,
    rights_changed_notice,
    rights_requested_notice,
)
from shared.events.habilitations import BankRightChanged, Reader, RightsChanged, RightsRequested
from shared.events.structures import MemberRecorded
from tests.unit.notifications.samples import STRUCTURE
from tests.unit.notifications.test_emails import composed, html_of, read, text_of
from tests.unit.notifications.test_notices import said

BRUNO = Reader(person_id=UUID(int=7), name="Bruno Roca", email="bruno@example.org")
LEFT = MemberRecorded(
    person_id=BRUNO.person_id, structure_id=STRUCTURE, structure_name="Commune d’Eus", version=2, attached=False,
    name=BRUNO.name, email=BRUNO.email, function=None,
)  # fmt: skip
CHANGED = RightsChanged(
    change_id=UUID(int=8), structure_id=STRUCTURE, structure_name="Commune d’Eus", person=BRUNO, rights=(), given=(),
    ended=(), reason="Signalement", decider="bank", suspension="begun",
)  # fmt: skip


@pytest.mark.parametrize(
    ("decider", "words"),
    [
        ("person", "Vous l’avez demandé"),
        ("administrator", "Un administrateur de la structure l’a décidé"),
        ("bank", "Notre équipe l’a décidé"),
        ("account", "Votre compte est fermé"),
    ],
)
def test_who_belongs_to_a_structure_no_longer_reads_who_decided_it(decider, words):
    assert words in said(membership_notice(replace(LEFT, decider=decider)))


def test_who_was_detached_reads_why():
    removed = replace(LEFT, decider="administrator", reason="A quitté la commune")
    assert "Motif indiqué : A quitté la commune" in said(membership_notice(removed))


@pytest.mark.parametrize(
    ("suspension", "words"), [("begun", "sont suspendus"), ("ended", "ne sont plus suspendus")]
)
def test_a_suspension_and_its_end_are_told_to_somebody_without_rights_too(suspension, words):
    notice = rights_changed_notice(replace(CHANGED, suspension=suspension))
    assert words in notice.subject
    assert "Motif indiqué : Signalement" in said(notice)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (True, "vous donne le droit « Taux : approbation »"),
        (False, "met fin à votre droit « Taux : approbation »"),
    ],
)
def test_somebody_of_the_bank_reads_which_right_and_why(held, words):
    changed = BankRightChanged(
        change_id=UUID(int=9), person=BRUNO, right="rates.approver", held=held, reason="Remplace Karim"
    )
    assert words in said(bank_right_notice(changed))
    assert "Motif indiqué : Remplace Karim" in said(bank_right_notice(changed))


def test_every_right_of_a_person_of_the_bank_has_a_name_in_words():
    assert {right for right, (holder, _) in RIGHTS.items() if holder == "person"} == set(BANK_RIGHTS)


def test_administrators_read_the_day_of_a_request_as_it_was_in_paris():
    asked = RightsRequested(
        request_id=UUID(int=9), version=1, structure_id=STRUCTURE, structure_name="Commune d’Eus", person=BRUNO,
        rights=("loans.read",), asked_at=datetime(2026, 7, 14, 22, 30, tzinfo=UTC), administrators=(),
    )  # fmt: skip
    assert "Le 15 juillet 2026, Bruno Roca" in said(rights_requested_notice(asked))


def test_every_mail_says_in_words_where_an_answer_arrives():
    message = read(composed())
    for part in (text_of(message), html_of(message)):
        words = " ".join(part.replace("\u00a0", " ").replace("&nbsp;", " ").split())
        assert f"votre réponse arrive à {message['Reply-To'].addresses[0].addr_spec}" in words
