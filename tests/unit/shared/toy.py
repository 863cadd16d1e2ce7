"""A toy service: it keeps notes. Just enough of one to try everything the web side promises."""

import json
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from flask import Response, request
from joserfc.jwk import OKPKey
from marshmallow import RAISE, Schema, fields, validate

from shared.auth import authenticated, caller, project_rights, public, record_grant, requires
from shared.db import Uuid, reading, transaction
from shared.errors import Bilingual, Missing, Refusal
from shared.events.habilitations import RightGranted
from shared.handlers import Handlers
from shared.idempotency import idempotent
from shared.ids import new_id
from shared.pagination import PageArguments, page, page_of
from shared.service import Service
from shared.settings import Settings
from shared.tables import plumbing
from shared.web import Blueprint, accepts, create_web_app

tables = sa.MetaData()
notes = sa.Table(
    "notes",
    tables,
    sa.Column("id", Uuid, primary_key=True),
    sa.Column("text", sa.String(200), nullable=False),
    sa.Column("stars", sa.BigInteger, nullable=False),
)


class NoteForbidden(Refusal):
    """A refusal of the trade."""

    status = 409
    french = "La note « {text} » est interdite."
    english = "The note “{text}” is forbidden."


class NoteDraft(Schema):
    class Meta:
        unknown = RAISE

    text = fields.String(required=True, validate=validate.Length(1, 200))
    stars = fields.Integer(strict=True, load_default=0, validate=validate.Range(0, 5))
    colour = fields.String(
        validate=validate.Regexp("^[a-z]+$", error=Bilingual("En minuscules.", "In lower case."))
    )
    password = fields.String(validate=validate.Length(min=12, max=100))


class Note(Schema):
    id = fields.UUID(required=True)
    text = fields.String(required=True)
    stars = fields.Integer(required=True)


def make_service(settings: Settings) -> Service:
    handlers = Handlers("toy")
    project_rights(handlers)
    return Service("toy", settings, tables, Path(__file__).parent / "toy_migrations", handlers)


def create_tables(service: Service) -> None:
    """Make the tables without their history, which takes longer."""
    plumbing.create_all(service.database.engine)
    tables.create_all(service.database.engine)


def publish(path: Path, *keys: OKPKey) -> Path:
    """Write the public halves of signing keys where a service reads them."""
    path.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))
    return path


def grant(service: Service, subject_id: UUID, right: str, structure_id: UUID | None = None) -> UUID:
    with service.active(), transaction() as session:
        record_grant(
            RightGranted(subject_id=subject_id, right=right, structure_id=structure_id, version=1), session
        )
    return subject_id


def count_notes(service: Service) -> int:
    with service.active(), reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(notes))


def make_app(service: Service):
    blueprint = Blueprint("notes", __name__)
    _write_routes(blueprint)
    _read_routes(blueprint)
    app = create_web_app(service, [blueprint], title="Notes")
    app.add_url_rule("/forgotten", endpoint="forgotten", view_func=lambda: "nobody said who may call this")
    return app


def record_note(text: str, stars: int = 0, **_unused: str) -> dict:
    with transaction() as session:
        note = {"id": new_id(), "text": text, "stars": stars}
        session.execute(sa.insert(notes).values(note))
        if text == "interdite":
            raise NoteForbidden(text=text)
        return note


def _write_routes(blueprint: Blueprint) -> None:
    @blueprint.post("/notes")
    @blueprint.arguments(NoteDraft)
    @blueprint.response(201, Note)
    @requires("notes.writer")
    @idempotent
    def write_note(draft):
        """Write a note.

        It cannot be taken back.
        """
        return record_note(**draft)

    @blueprint.post("/notes/import")
    @requires("notes.writer", "notes.importer")
    @accepts("text/csv", body_bytes_max=1_000)
    def import_notes():
        """Read notes from a file."""
        lines = request.get_data(as_text=True).splitlines()
        return {"read": [record_note(line)["text"] for line in lines]}


def _read_routes(blueprint: Blueprint) -> None:
    @blueprint.get("/notes")
    @blueprint.arguments(PageArguments, location="query")
    @blueprint.response(200, page_of(Note))
    @authenticated
    def list_notes(arguments):
        """List the notes, most stars first."""
        with reading() as session:
            return page(session, sa.select(notes), by=(notes.c.stars.desc(), notes.c.id), **arguments)

    @blueprint.get("/notes/<uuid:note_id>")
    @authenticated
    @blueprint.response(200, Note)
    def read_note(note_id):
        """Read one note."""
        with reading() as session:
            note = session.execute(sa.select(notes).where(notes.c.id == note_id)).first()
        if note is None:
            raise Missing(note_id=note_id)
        return note

    @blueprint.get("/structures/<uuid:structure_id>/notes")
    @authenticated
    def structure_notes(structure_id):
        """Read the notes of a structure."""
        caller().must_hold("structure.reader", structure_id)
        return {"notes": []}

    @blueprint.get("/stream")
    @public
    def stream():
        """Send pieces, each read from the database."""
        return Response((f"{_count()}\n" for _ in range(3)), mimetype="text/plain")

    @blueprint.get("/broken")
    @public
    def break_down():
        """Fail by a fault of ours."""
        raise ZeroDivisionError("the secret of the house")

    @blueprint.get("/places/<path:place>/<int:number>")
    @public
    def find_place(place, number):
        """Say where we are."""
        return {"place": place, "number": number}


def _count() -> int:
    with reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(notes))


def application():
    """What gunicorn runs, from the environment."""
    service = make_service(Settings.from_environment())
    create_tables(service)
    return make_app(service)
