"""HTTP of exports."""

from flask import Response, request, send_file

from services.lending.exports import actions
from services.lending.exports.schemas import ExportOrderSchema, ExportSchema, LoanExportQuerySchema
from services.lending.exports.writing import CSV, MEDIA_TYPES, ZIP_TYPE, file_type
from shared.auth import authenticated, caller
from shared.idempotency import idempotent
from shared.web import Blueprint, language

blueprint = Blueprint("exports", __name__)
_FILE = {"type": "string", "format": "binary"}
_LOAN_FILES = {"content": {kind.partition(";")[0]: {"schema": _FILE} for kind in MEDIA_TYPES.values()}}
_STRUCTURE_FILES = {"content": {**_LOAN_FILES["content"], ZIP_TYPE: {"schema": _FILE}}}


@blueprint.get("/loans/<loan_number>/export")
@authenticated
@blueprint.arguments(LoanExportQuerySchema, location="query")
@blueprint.doc(responses={"200": {"description": "The file", **_LOAN_FILES}})
def export_loan(query, loan_number):
    """A loan's schedule for people: CSV or XLSX with headings in their language, or a PDF."""
    form = query["format"] or _accepted()
    file = actions.export_loan(loan_number, form, language(), caller())
    answer = Response(file, content_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{loan_number}.{form}"'
    answer.vary.update(("Accept", "Accept-Language"))
    return answer


@blueprint.post("/exports")
@authenticated
@idempotent
@blueprint.arguments(ExportOrderSchema)
@blueprint.response(202, ExportSchema)
def order_export(body):
    """Have the schedules of all loans of a structure written to a file."""
    return actions.order_export(**body, language=language(), reader=caller())


@blueprint.get("/exports/<uuid:export_id>")
@authenticated
@blueprint.response(200, ExportSchema)
def read_export(export_id):
    """An export: its progress, then that it is completed."""
    return actions.find_export(export_id, caller())


@blueprint.get("/exports/<uuid:export_id>/file")
@authenticated
@blueprint.doc(responses={"200": {"description": "The file", **_STRUCTURE_FILES}, "409": "CONFLICT"})
def read_export_file(export_id):
    """The file of a completed export; it is kept for a day."""
    path, export = actions.export_file(export_id, caller())
    _, media_type = file_type(export.format, whole_structure=True)
    return send_file(path.resolve(), mimetype=media_type, as_attachment=True, download_name=path.name)


def _accepted() -> str:
    """The first format that the caller accepts."""
    types = {kind.partition(";")[0]: form for form, kind in MEDIA_TYPES.items()}
    return types[request.accept_mimetypes.best_match(list(types), default=MEDIA_TYPES[CSV].partition(";")[0])]
