"""What people are told of the structures that they belong to."""

from services.notifications.domain.documents import Document
from services.notifications.domain.rights_words import the
from shared.events.structures import MemberRecorded

MY_STRUCTURES = "/profil/structures"


def membership_notice(event: MemberRecorded) -> Document:
    """To a person: attached to a structure, or no longer."""
    if event.attached:
        return Document(
            subject=f"Vous êtes rattaché à {the(event)}",
            introduction=(
                f"Votre rattachement à {the(event)} est enregistré.",
                "Indiquez votre fonction dans cette structure, si ce n’est pas encore fait : elle est nécessaire pour "
                "demander l’accès aux services de prêt.",
            ),
            notice_title="Ce n’est pas vous ?",
            notice="Si vous n’avez rien demandé, changez votre mot de passe et répondez à ce message.",
            online_label="Gérer mes structures",
            online_path=MY_STRUCTURES,
        )
    return Document(
        subject=f"Vous n’êtes plus rattaché à {the(event)}",
        introduction=(
            f"Votre rattachement à {the(event)} a pris fin, et avec lui vos droits et vos demandes dans cette "
            "structure.",
            "Votre compte reste ouvert : vous pouvez vous rattacher à une autre structure.",
        ),
        notice_title="Ce n’est pas vous qui l’avez demandé ?",
        notice="C’est donc un administrateur de la structure, ou notre équipe, qui vous en a détaché. Demandez-lui "
        "pourquoi, ou répondez à ce message.",
        online_label="Gérer mes structures",
        online_path=MY_STRUCTURES,
    )
