"""HTTP of notifications: what was sent to whom, sending again, batches of letters."""

from flask import Response

from services.notifications import actions, batching, mail_status, previews, readings
from services.notifications.schemas import (
    BatchDetailSchema,
    BatchSchema,
    MailStatusSchema,
    MessageDetailSchema,
    MessageSchema,
    MessagesQuerySchema,
    SealingKeySetSchema,
    SummaryQuerySchema,
    SummarySchema,
)
from shared.auth import caller, public, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.sealing import published_sealing_keys
from shared.service import current_service
from shared.web import Blueprint

AGENT = "notifications.agent"
# The styles of an e-mail are written in it; nothing else of it may run or be fetched.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

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
    headers = {"Content-Security-Policy": _MAIL_POLICY}
    return Response(readings.read_html(message_id), mimetype="text/html", headers=headers)


@blueprint.get("/messages/<uuid:message_id>/pdf")
@requires(AGENT)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def read_message_pdf(message_id):
    """A letter as it was printed."""
    message, pdf = readings.read_pdf(message_id)
    headers = {"Content-Disposition": f'inline; filename="{message.reference}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


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


@blueprint.get("/templates/<template>/html")
@requires(AGENT)
@blueprint.response(200, {"type": "string"}, content_type="text/html")
def preview_mail(template):
    """One message as an e-mail, with invented people and figures."""
    headers = {"Content-Security-Policy": _MAIL_POLICY}
    return Response(previews.html(template), mimetype="text/html", headers=headers)


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
