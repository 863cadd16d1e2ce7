"""Stock files into the register: what goes in as it is, what is reported, and what comes a second time."""

import csv
import sys

import pyarrow
import pytest
import sqlalchemy as sa
from pyarrow import csv as pyarrow_csv
from pyarrow import parquet
from typer.testing import CliRunner

from deploy.cli import app
from deploy.demo import register as invented
from services.structures.register import loading
from services.structures.register.loading import load, rows_known
from services.structures.register.parquet_file import ParquetNotInstalled
from services.structures.register.search import find
from services.structures.register.stock_file import NoStockFile, StockFile, StockFileUnreadable
from services.structures.tables import Establishment, Load, RegisterWord
from shared.db import reading, transaction
from shared.migrations import migrate
from tests.unit.structures.test_register import EUS, UNIT, write

OTHERS = [EUS | {"siret": f"216600734000{number}"} for number in (20, 38, 46)]


@pytest.fixture
def register(structures):
    """An empty register, at work."""
    with structures.service.active():
        yield structures


def establishments(folder, *rows, name="e.csv"):
    return write(folder, name, invented.ESTABLISHMENT_HEADER, *rows)


def kept(siret=EUS["siret"]):
    with reading() as session:
        return session.get(Establishment, siret)


def reports_of(file):
    reports = []
    load(file, report=reports.append)
    return [(bad.line, bad.field, bad.value) for bad in reports], reports


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("siret", "2166007340001", "14 digits"),
        ("siret", "2166007340001X", "14 digits"),
        ("siret", "٢١٦٦٠٠٧٣٤٠٠٠١٢", "14 digits"),
        ("etatAdministratifEtablissement", "Z", "A, F"),
        ("statutDiffusionEtablissement", "", "O, P, N"),
        ("etablissementSiege", "oui", "true, True, 1, false, False, 0"),
        ("dateCreationEtablissement", "1983-02-30", "a date YYYY-MM-DD"),
        ("dateCreationEtablissement", "19830301", "a date YYYY-MM-DD"),
        ("activitePrincipaleEtablissement", "84.11Z5", "at most 6 characters"),
    ],
)
def test_a_row_that_cannot_be_is_reported_with_what_is_allowed_and_the_others_go_in(
    register, tmp_path, field, value, allowed
):
    file = establishments(tmp_path, OTHERS[0], EUS | {field: value}, OTHERS[1])
    found, (bad,) = reports_of(file)
    assert found == [(3, field, value)]
    assert bad.allowed.english == allowed
    assert rows_known() == 2


def test_of_a_row_with_several_faults_one_is_reported(register, tmp_path):
    found, _ = reports_of(establishments(tmp_path, EUS | {"siret": "1", "etablissementSiege": "oui"}))
    assert found == [(2, "siret", "1")]


def test_a_row_with_too_many_or_too_few_fields_is_reported_and_keeps_the_numbers_of_the_others(
    register, tmp_path
):
    file = establishments(tmp_path, OTHERS[0])
    with file.open("a", encoding="utf-8") as out:
        out.write("21660073400099,une ligne coupée\n")
        csv.DictWriter(out, invented.ESTABLISHMENT_HEADER).writerow(OTHERS[1] | {"siret": "x"})
    found, _ = reports_of(file)
    assert found == [(3, "", "2"), (4, "siret", "x")]


def test_a_bad_row_counts_as_read_so_that_a_stopped_load_goes_on_behind_it(register, tmp_path, monkeypatch):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 1)
    file = establishments(tmp_path, EUS | {"siret": "1"}, *OTHERS)

    def stop(rows, _read):
        if rows == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        load(file, stop)
    reports = []
    assert load(file, report=reports.append) == 2
    assert (reports, rows_known()) == ([], 3)


def test_while_a_first_load_is_stopped_numbers_find_what_is_in_and_once_it_ends_words_do(
    register, tmp_path, monkeypatch
):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 1)
    file = establishments(tmp_path, EUS, *OTHERS)
    with pytest.raises(InterruptedError):
        load(file, progress=_stop)
    assert [len(find(typed)) for typed in (EUS["siret"], EUS["siret"][:9], "eus")] == [1, 2, 0]
    load(file)
    assert [len(find(typed)) for typed in (EUS["siret"], EUS["siret"][:9], "eus")] == [1, 4, 4]
    with reading() as session:
        counted = session.scalar(sa.select(sa.func.max(RegisterWord.establishments)))
    assert counted == 1 + len(OTHERS)


def test_names_of_units_are_found_in_whatever_order_a_file_stands(register, tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_IN_ORDER_MAX", 3)
    sirens = ["216600734", "318456789", "452081317", "552081317"]
    units = [UNIT | {"siren": siren, "denominationUniteLegale": f"UNITE {siren}"} for siren in sirens]
    load(write(tmp_path, "u.csv", invented.UNIT_HEADER, *units))
    some = [sirens[3], sirens[0], sirens[2]]
    load(establishments(tmp_path, *(EUS | {"siret": f"{siren}00012"} for siren in some)))
    assert [kept(f"{siren}00012").name for siren in some] == [f"UNITE {siren}" for siren in some]


def test_signs_of_every_alphabet_are_kept_as_they_stand(register, tmp_path):
    load(establishments(tmp_path, EUS | {"enseigne1Etablissement": "L’ŒUF Ω À 1 €"}, *OTHERS))
    assert kept().sign == "L’ŒUF Ω À 1 €"
    assert [each["siret"] for each in find("oeuf ω")] == [EUS["siret"]]
    assert rows_known() == 1 + len(OTHERS)


def _stop(rows, _bytes):
    if rows == 2:
        raise InterruptedError


def test_a_comma_between_quotation_marks_stays_in_its_field_and_the_other_lines_are_cut_at_theirs(
    register, tmp_path
):
    file = establishments(tmp_path, EUS | {"libelleVoieEtablissement": "DES LILAS, FOND DE COUR"}, *OTHERS)
    assert reports_of(file)[0] == []
    assert kept().street.endswith("DES LILAS, FOND DE COUR")
    assert "," not in kept(OTHERS[0]["siret"]).street


def test_what_is_not_printable_is_a_space_and_everything_else_stays_as_it_is(register, tmp_path):
    strange = {
        "enseigne1Etablissement": 'L\'"ÉCLAIR"\\N, 50 %\t{x}',
        "libelleVoieEtablissement": "DU\nPORT\x00\x02",
    }
    load(establishments(tmp_path, EUS | strange))
    assert kept().sign == 'L\'"ÉCLAIR"\\N, 50 % {x}'
    assert kept().street == "3 RUE DU PORT"


def test_what_insee_hides_or_does_not_tell_is_empty(register, tmp_path):
    load(establishments(tmp_path, EUS | {"enseigne1Etablissement": "[ND]", "dateCreationEtablissement": ""}))
    assert (kept().sign, kept().created_on) == ("", None)


def test_rows_may_come_in_any_order_and_of_one_that_comes_twice_the_last_one_counts(
    register, tmp_path, monkeypatch
):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 3)
    closed = EUS | {"etatAdministratifEtablissement": "F"}
    load(establishments(tmp_path, *reversed(OTHERS), EUS, closed))
    assert rows_known() == 4
    assert kept().is_closed


def test_a_piece_that_is_stored_already_leaves_no_trace_when_it_is_stored_again(register, tmp_path):
    file = establishments(tmp_path, EUS, *OTHERS)
    load(file)
    assert (load(file), rows_known()) == (4, 4)
    with reading() as session:
        assert session.scalars(sa.select(Load)).one().finished_at is not None


def test_a_file_that_breaks_off_is_said_with_the_rows_that_are_in(register, tmp_path, monkeypatch):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 2)
    file = establishments(tmp_path, *(EUS | {"siret": f"216600734{number:05d}"} for number in range(300)))
    with file.open("ab") as out:
        out.write(b"\xff\xfe\n")
    with pytest.raises(StockFileUnreadable) as refusal:
        load(file)
    assert 0 < refusal.value.facts["rows"] == rows_known() < 300


def test_a_name_with_a_slip_in_any_letter_of_a_word_is_found(register, tmp_path):
    load(write(tmp_path, "u.csv", invented.UNIT_HEADER, UNIT))
    load(establishments(tmp_path, EUS))
    find = register.client.get
    for at in range(len("commune")):
        typed = "commune"[:at] + "x" + "commune"[at + 1 :]
        answer = find("/establishments", query_string={"q": f"eus {typed}"}, headers=register.headers())
        assert [each["siret"] for each in answer.json["items"]] == [EUS["siret"]], typed


def test_the_command_says_each_bad_row_and_ends_with_an_exit_code(register, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    file = establishments(tmp_path, EUS | {"siret": "1"}, *OTHERS)
    from deploy.commands import structures as command

    migrate(command._service(data))
    result = CliRunner().invoke(app, ["structures", "import", str(file), "--data", str(data)])
    assert result.exit_code == 1
    assert "e.csv:2: siret: '1'; allowed: 14 digits" in result.output
    assert "3 rows taken from e.csv, 1 refused" in result.output


def as_parquet(file):
    """The same file as INSEE publishes it in Parquet: days and flags have types, what is not told is null."""
    day = {"dateCreationEtablissement": pyarrow.date32()} if file.name.startswith("e") else {}
    flag = {"etablissementSiege": pyarrow.bool_()} if day else {}
    types = dict.fromkeys(csv_header(file), pyarrow.string()) | day | flag
    options = pyarrow_csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    written = file.with_suffix(".parquet")
    parquet.write_table(pyarrow_csv.read_csv(file, convert_options=options), written)
    return written


def csv_header(file):
    return file.read_text(encoding="utf-8").splitlines()[0].split(",")


def everything_kept():
    with reading() as session:
        return session.execute(sa.select(Establishment.__table__).order_by(Establishment.siret)).all()


def test_the_same_file_in_parquet_gives_the_same_register(register, tmp_path):
    units, rows = write(tmp_path, "u.csv", invented.UNIT_HEADER, UNIT), establishments(tmp_path, EUS, *OTHERS)
    load(units)
    load(rows)
    from_csv = everything_kept()
    with transaction() as session:
        session.execute(sa.delete(Establishment))
    assert load(as_parquet(units)) == 1
    assert load(as_parquet(rows)) == len(from_csv) == 4
    assert everything_kept() == from_csv


def test_a_bad_row_of_a_parquet_file_is_reported_and_a_stopped_load_goes_on_behind_it(
    register, tmp_path, monkeypatch
):
    monkeypatch.setattr(StockFile, "ROWS_A_PIECE", 2)
    file = as_parquet(establishments(tmp_path, OTHERS[0], EUS | {"siret": "1"}, *OTHERS[1:]))

    def stop(rows, _read):
        if rows == 2:
            raise InterruptedError

    reports = []
    with pytest.raises(InterruptedError):
        load(file, stop, reports.append)
    assert [(bad.line, bad.field, bad.value) for bad in reports] == [(3, "siret", "1")]
    assert load(file) == 2
    assert rows_known() == 3


@pytest.mark.parametrize("content", [b"PAR1 and no more", b""])
def test_a_file_that_is_called_parquet_and_is_none_is_refused(register, tmp_path, content):
    file = tmp_path / "e.parquet"
    file.write_bytes(content)
    with pytest.raises(NoStockFile):
        load(file)


def test_without_what_reads_parquet_its_name_and_the_other_way_are_said(register, tmp_path, monkeypatch):
    file = as_parquet(establishments(tmp_path, EUS))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ParquetNotInstalled) as refusal:
        load(file)
    assert "requirements/parquet.txt" in str(refusal.value)
