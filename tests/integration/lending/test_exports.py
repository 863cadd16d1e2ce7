"""Schedules as files: one loan at once, a structure by order, in the reader's language, for whom it concerns."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from services.lending.exports.actions import remove_old_exports, write_next_export
from services.lending.exports.tables import Export
from shared import clock
from shared.auth import record_grant
from shared.db import transaction
from shared.events.habilitations import RightGranted
from shared.ids import new_id
from tests.integration.lending.desk import BORROWER, FIXED, OTHER_BORROWER, TOWN, guaranteed, lending, line

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES = [line(n, terms={"principal": f"{100_000 * n}.37"}) for n in range(1, 5)] + [
    line(5, borrower_id=str(OTHER_BORROWER)),
    line(6, product="PLAI", terms=FIXED, **guaranteed((TOWN, "1"))),
]
OURS = ["5000001", "5000002", "5000003", "5000004", "5000006"]


@pytest.fixture
def desk(database_url, tmp_path):
    with lending(database_url, tmp_path, data_dir=tmp_path) as at_work:
        at_work.enter(*LINES)
        yield at_work


def test_a_loan_as_csv_is_its_schedule_in_the_readers_language(desk):
    rows = desk.rows()
    english = _table(_loan(desk, "csv", "en"), ",")
    assert [line["Instalment"] for line in english] == [row["instalment"] for row in rows]
    assert [line["Due on"] for line in english] == [row["due_on"] for row in rows]
    french = _table(_loan(desk, "csv", "fr"), ";")
    assert [line["Échéance"] for line in french] == [row["instalment"].replace(".", ",") for row in rows]
    assert french[0]["Date d’échéance"] == "01/05/2023"
    assert (french[0]["Taux"], english[0]["Rate"]) == ("1,6 %", "1.6%")


def test_a_spreadsheet_holds_numbers_as_numbers_days_as_days_and_headings_in_sight(desk):
    (sheet,) = _sheets(_loan(desk, "xlsx", "en"))
    assert sheet.find(f".//{MAIN}pane").attrib["state"] == "frozen"
    heading, first, *_ = _cells(sheet)
    due_on = heading.index("Due on")
    row = desk.rows()[0]
    assert first[due_on] == (date.fromisoformat(row["due_on"]) - date(1899, 12, 30)).days
    assert Decimal(str(first[heading.index("Outstanding")])) == Decimal(row["outstanding"])
    assert Decimal(str(first[heading.index("Rate")])) == Decimal(row["rate"])
    assert first[0] == "5000001"
    assert len(list(_cells(sheet))) == 1 + len(desk.rows())


def test_a_loan_as_pdf_is_a_document_for_people(desk):
    answer = desk.client.get("/loans/5000001/export?format=pdf", headers=desk.agent)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert "5000001.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        (SPREADSHEET, SPREADSHEET),
        ("text/csv", "text/csv"),
        ("*/*", "text/csv"),
        ("application/json", "text/csv"),
    ],
)
def test_the_format_of_a_loan_is_the_one_its_reader_accepts(desk, accept, mimetype):
    answer = desk.client.get("/loans/5000001/export", headers=desk.agent | {"Accept": accept})
    assert answer.mimetype == mimetype


@pytest.mark.parametrize(("form", "extension"), [("csv", "csv"), ("xlsx", "xlsx"), ("pdf", "zip")])
def test_a_structures_export_holds_all_its_loans_and_no_other(desk, form, extension):
    export = _order(desk, form)
    assert (export["state"], export["loans_total"], export["loans_done"]) == ("waiting", 5, 0)
    assert desk.status(f"/exports/{export['export_id']}/file") == 409
    _write(desk)
    export = desk.get(f"/exports/{export['export_id']}")
    assert (export["state"], export["loans_done"]) == ("completed", 5)
    answer = desk.client.get(f"/exports/{export['export_id']}/file", headers=desk.agent)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f".{extension}")
    assert _loans_in(form, answer.data) == OURS


def test_what_falls_due_sums_to_the_same_in_a_structures_file_and_in_its_schedules(desk):
    export = _order(desk, "csv")
    _write(desk)
    table = _table(desk.client.get(f"/exports/{export['export_id']}/file", headers=desk.agent).data, ";")
    paid = sum(Decimal(line["Échéance"].replace(",", ".")) for line in table)
    assert paid == sum(Decimal(row["instalment"]) for number in OURS for row in desk.rows(number))


def test_an_export_whose_worker_died_is_begun_again(desk):
    export = _order(desk, "csv")
    with desk.service.active(), transaction() as session:
        dead = {"state": "running", "attempts": 1, "touched_at": clock.now() - timedelta(minutes=10)}
        session.execute(sa.update(Export).values(**dead))
    _write(desk)
    assert desk.get(f"/exports/{export['export_id']}")["state"] == "completed"


def test_an_export_that_cannot_be_written_is_tried_three_times_and_fails(desk, tmp_path):
    export = _order(desk, "csv")
    (tmp_path / "exports").mkdir()
    path = tmp_path / "exports" / f"{export['export_id']}.csv"
    path.mkdir()
    (path / "in the way").touch()
    _write(desk)
    assert desk.get(f"/exports/{export['export_id']}")["state"] == "failed"
    assert [each.name for each in (tmp_path / "exports").iterdir()] == [path.name]


def test_exports_are_forgotten_with_their_files_after_a_day(desk, tmp_path):
    old, young = _order(desk, "csv"), _order(desk, "csv")
    _write(desk)
    with desk.service.active():
        with transaction() as session:
            export = session.get_one(Export, UUID(old["export_id"]))
            export.requested_at = clock.now() - timedelta(hours=25)
        remove_old_exports()
    assert desk.status(f"/exports/{old['export_id']}") == 404
    assert [path.stem for path in (tmp_path / "exports").iterdir()] == [young["export_id"]]


def test_a_client_exports_what_its_structure_owes_and_nothing_else(desk):
    ours, others = _client(desk, BORROWER), _client(desk, OTHER_BORROWER)
    assert desk.status("/loans/5000001/export", ours) == 200
    assert desk.status("/loans/5000001/export", others) == 404
    order = {"structure_id": str(BORROWER), "format": "csv"}
    assert desk.post("/exports", order, others).status_code == 404
    export = desk.post("/exports", order, ours).json
    assert desk.status(f"/exports/{export['export_id']}", ours) == 200
    assert desk.status(f"/exports/{export['export_id']}", others) == 404
    assert desk.status(f"/exports/{export['export_id']}/file", others) == 404


def test_an_export_that_nobody_ordered_is_not_there(desk):
    assert desk.status(f"/exports/{new_id()}") == 404
    assert desk.status(f"/exports/{new_id()}/file") == 404


def _loan(desk, form: str, language: str, number: str = "5000001") -> bytes:
    answer = desk.client.get(
        f"/loans/{number}/export?format={form}", headers=desk.agent | {"Accept-Language": language}
    )
    assert answer.status_code == 200, answer.text
    return answer.data


def _order(desk, form: str) -> dict:
    answer = desk.post("/exports", {"structure_id": str(BORROWER), "format": form})
    assert answer.status_code == 202, answer.text
    return answer.json


def _write(desk) -> None:
    with desk.service.active():
        while write_next_export():
            pass


def _table(data: bytes, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def _sheets(data: bytes) -> Iterator[ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in sorted(name for name in book.namelist() if name.startswith("xl/worksheets/")):
            yield ElementTree.fromstring(book.read(name))


def _cells(sheet: ElementTree.Element) -> Iterator[list[str | float]]:
    """Texts as texts and numbers as numbers: a cell that is not what it should be has the wrong type."""
    for row in sheet.iter(f"{MAIN}row"):
        yield [
            "".join(cell.itertext())
            if cell.attrib.get("t") == "inlineStr"
            else float(cell.find(f"{MAIN}v").text)
            for cell in row
        ]


def _loans_in(form: str, data: bytes) -> list[str]:
    if form == "csv":
        return sorted({line["Prêt"] for line in _table(data, ";")})
    if form == "xlsx":
        (sheet,) = _sheets(data)
        return sorted({row[0] for row in list(_cells(sheet))[1:]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return sorted(name.removesuffix(".pdf") for name in archive.namelist())


def _client(desk, structure) -> dict[str, str]:
    """A person who may read the loans of one structure."""
    person = uuid4()
    with desk.service.active(), transaction() as session:
        right = RightGranted(subject_id=person, right="loans.read", structure_id=structure, version=1)
        record_grant(right, session)
    return desk.headers(subject_id=person)
