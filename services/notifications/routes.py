"""HTTP of notifications: what was sent to whom, sending again, batches of letters."""

from flask import Response

from services.notifications import actions, batching, mail_status, previews, readings, received
from services.notifications.schemas import (
    BatchDetailSchema,
    BatchSchema,
    MailStatusSchema,
    MessageDetailSchema,
    MessageSchema,
    MessagesQuerySchema,
    ReceivedMessageSchema,
    SealingKeySetSchema,
    SummaryQuerySchema,
    SummarySchema,
    TemplateSamplesSchema,
)
from services.notifications.tables import Message
from shared.auth import authenticated, caller, public, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.sealing import published_sealing_keys
from shared.service import current_service
from shared.web import Blueprint

AGENT = "notifications.agent"
# The styles of an e-mail are written in it; nothing else of it may run or be fetched. Our own pages show it in a frame.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

_PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; sandbox"
)

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/messages")
@requires(AGENT)
@blueprint.arguments(MessagesQuerySchema, location="query")
@blueprint.response(200, page_of(MessageSchema))
def list_messages(query):
    """Messages, the newest first."""
    paging = {name: query.pop(name) for name in ("limit", "after") if name in query}
    return readings.list_messages(query, **paging)


@blueprint.get("/messages/<uuid:message_id>")
@requires(AGENT)
@blueprint.response(200, MessageDetailSchema)
def read_message(message_id):
    """A message, with its history and its content."""
    return readings.read_message(message_id)


@blueprint.get("/messages/<uuid:message_id>/html")
@requires(AGENT)
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def read_message_html(message_id):
    """An e-mail as its reader sees it."""
    return _shown_mail(readings.read_html(message_id))


@blueprint.get("/messages/<uuid:message_id>/pdf")
@requires(AGENT)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def read_message_pdf(message_id):
    """A letter as it was printed."""
    return _shown_letter(*readings.read_pdf(message_id))


@blueprint.post("/messages/<uuid:message_id>/resend")
@requires(AGENT)
@idempotent
@blueprint.response(201, MessageSchema)
def resend_message(message_id):
    """Send a message again: a new message, linked to this one."""
    return actions.resend(message_id, by=caller().subject_id)


@blueprint.post("/messages/<uuid:message_id>/cancellation")
@requires(AGENT)
@idempotent
@blueprint.response(200, MessageSchema)
def cancel_message(message_id):
    """Stop a message that has not gone."""
    return actions.cancel(message_id, by=caller().subject_id)


@blueprint.get("/structures/<uuid:structure_id>/messages")
@authenticated
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(ReceivedMessageSchema))
def list_received_messages(query, structure_id):
    """What a structure was told, the newest first, as far as the caller's rights in it open it."""
    return received.list_received(structure_id, caller(), **query)


@blueprint.get("/structures/<uuid:structure_id>/messages/<uuid:message_id>/html")
@authenticated
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def read_received_html(structure_id, message_id):
    """An e-mail to a structure as it went."""
    return _shown_mail(received.read_received_html(structure_id, message_id, caller()))


@blueprint.get("/structures/<uuid:structure_id>/messages/<uuid:message_id>/pdf")
@authenticated
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def read_received_pdf(structure_id, message_id):
    """A letter to a structure as it was printed."""
    return _shown_letter(*received.read_received_pdf(structure_id, message_id, caller()))


@blueprint.get("/summary")
@requires(AGENT, "operator")
@blueprint.arguments(SummaryQuerySchema, location="query")
@blueprint.response(200, SummarySchema)
def read_summary(query):
    """How far the messages of one cause, such as a revision, have come."""
    return readings.summarise(query["cause"])


@blueprint.get("/batches")
@requires(AGENT)
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(BatchSchema))
def list_batches(query):
    """Batches of letters, the newest first."""
    return readings.list_batches(**query)


@blueprint.get("/batches/<uuid:batch_id>")
@requires(AGENT)
@blueprint.response(200, BatchDetailSchema)
def read_batch(batch_id):
    """A batch, with its letters."""
    return readings.read_batch(batch_id)


@blueprint.post("/batches")
@requires(AGENT)
@idempotent
@blueprint.response(202, BatchSchema)
def request_batch():
    """Put the printed letters that wait into a batch now; a worker writes its files and closes it."""
    return batching.request_batch()


@blueprint.post("/batches/<uuid:batch_id>/hand-over")
@requires(AGENT)
@idempotent
@blueprint.response(200, BatchSchema)
def hand_over_batch(batch_id):
    """Record that the mailing house has taken a batch."""
    return batching.hand_over(batch_id, by=caller().subject_id)


@blueprint.post("/mail-statuses")
@requires("bank.mail_status", AGENT)
@idempotent
@blueprint.arguments(MailStatusSchema)
@blueprint.response(200, MessageSchema)
def note_mail_status(told):
    """Note what became of a letter that was handed over: delivered, or returned with the reason."""
    return mail_status.note(**told)


@blueprint.get("/templates")
@requires(AGENT)
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def preview_templates():
    """Every message there is, with invented people and figures, on one page."""
    return Response(
        previews.page(), mimetype="text/html", headers={"Content-Security-Policy": _PREVIEW_POLICY}
    )


@blueprint.get("/template-samples")
@requires(AGENT)
@blueprint.response(200, TemplateSamplesSchema)
def list_template_samples():
    """Every message there is, to be looked at under /templates by its name."""
    return {"items": previews.listed()}


@blueprint.get("/templates/<template>/html")
@requires(AGENT)
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def preview_mail(template):
    """One message as an e-mail, with invented people and figures."""
    return _shown_mail(previews.html(template))


@blueprint.get("/templates/<template>/text")
@requires(AGENT)
@blueprint.response(200, {"type": "string"}, content_type="text/plain")
def preview_text(template):
    """One message as the plain text of an e-mail, with invented people and figures."""
    return Response(previews.text(template), mimetype="text/plain")


@blueprint.get("/templates/<template>/pdf")
@requires(AGENT)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def preview_letter(template):
    """One message as a letter, with invented people and figures, its code hidden."""
    return Response(previews.pdf(template), mimetype="application/pdf")


@blueprint.get("/.well-known/sealing-keys.json")
@public
@blueprint.response(200, SealingKeySetSchema)
def published_key():
    """The public key with which secrets are sealed for messages: only this service can open them."""
    return published_sealing_keys(current_service().settings.sealing_keys_file)


def _shown_mail(html: str) -> Response:
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": _MAIL_POLICY})


def _shown_letter(message: Message, pdf: bytes) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{message.reference}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)
