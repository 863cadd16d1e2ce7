"""What people who asked for assistance are told by e-mail.

The acknowledgement goes to whatever address a stranger typed: it repeats nothing of what they wrote, not even a name.
"""

from services.notifications.domain.documents import Document
from shared.events import part


@part
class RequestReceived:
    """A request for assistance was kept."""

    reference: str


@part
class RequestAnswered:
    """A support agent answers; paragraphs are separated by empty lines."""

    reference: str
    answer: str


def received_notice(event: RequestReceived) -> Document:
    """To whom it is said to come from: it is here, and what follows."""
    return Document(
        subject=_subject(event.reference),
        introduction=(
            f"Votre demande est enregistrée sous la référence {event.reference}.",
            "Une personne de l’assistance vous répondra à cette adresse, les jours ouvrés de 9 h à 18 h.",
        ),
        explanations=(
            "Pour compléter votre demande, répondez à ce message en gardant son objet : la personne qui la suit lira "
            "votre réponse.",
            "Si vous n’avez rien demandé, ignorez ce message : quelqu’un a donné votre adresse par erreur.",
        ),
        online_label="Consulter l’aide",
        online_path="/aide",
    )


def answered_notice(event: RequestAnswered) -> Document:
    """What the support answers, in the thread of the acknowledgement."""
    return Document(
        subject=f"Re: {_subject(event.reference)}",
        introduction=paragraphs(event.answer),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as it was typed, cut at its empty lines; a line that ends alone stays one."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(line for line in lines if line)


def _subject(reference: str) -> str:
    return f"Votre demande à l’assistance : {reference}"
