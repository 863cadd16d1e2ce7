"""`prets schedule`: what it prints, what it refuses, and how it exits."""

import codecs
import csv
import io
import json
import sys

import pytest

from deploy.cli import main
from deploy.commands.options import EXIT_REFUSED
from deploy.terms_files import TERMS_BYTES_MAX
from services.lending.domain.rows import COLUMNS

TERMS = {
    "principal": "1000000",
    "starts_on": "2022-05-01",
    "instalments": 3,
    "months_between_instalments": 12,
    "rate": {"kind": "fixed", "value": "0.0275"},
}


@pytest.fixture
def terms_file(tmp_path):
    def write(name="loan.json", **facts):
        file = tmp_path / name
        file.write_text(json.dumps(TERMS | facts), encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def prets(monkeypatch, capsys):
    """Runs the command line; gives its exit code, what it printed and what it complained about."""

    def run(*arguments, stdin: bytes = b""):
        monkeypatch.setattr(sys, "argv", ["prets", "schedule", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, *capsys.readouterr()

    return run


def test_rows_come_as_csv_in_the_order_of_the_public_format(prets, terms_file):
    code, out, err = prets(terms_file())
    header, *rows = csv.reader(io.StringIO(out))
    assert (code, err, tuple(header), len(rows)) == (0, "", COLUMNS, 3)
    assert rows[0][:4] == ["1", "instalment", "2023-05-01", "0.0275"]


def test_the_rows_of_each_file_stand_under_a_header_of_their_own(prets, terms_file):
    files = [terms_file("b.json", instalments=2), terms_file("a.json")]
    assert prets(*files)[1] == "".join(prets(file)[1] for file in files)


def test_the_help_shows_terms_that_can_be_computed(prets, tmp_path):
    shown = " ".join(prets("--help")[1].split())
    file = tmp_path / "shown.json"
    file.write_text(shown[shown.index("{") : shown.rindex("}") + 1], encoding="utf-8")
    code, out, _ = prets(str(file))
    assert (code, out.count("\n")) == (0, 41)


def test_json_is_one_object_a_line_in_the_order_of_the_files(prets, terms_file):
    files = [terms_file("b.json", instalments=2), terms_file("a.json")]
    code, out, _ = prets("--json", *files)
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [each["file"] for each in objects] == files
    assert [len(each["rows"]) for each in objects] == [2, 3]
    assert tuple(objects[0]["rows"][0]) == COLUMNS


def test_a_dash_reads_standard_input(prets, terms_file):
    from_file = prets(terms_file())
    assert prets("-", stdin=json.dumps(TERMS).encode()) == from_file


def test_the_mark_that_some_editors_put_before_utf_8_is_read_over(prets, terms_file, tmp_path):
    marked = tmp_path / "marked.json"
    marked.write_bytes(codecs.BOM_UTF8 + json.dumps(TERMS).encode())
    assert prets(str(marked)) == prets(terms_file())


def test_an_index_without_fixings_follows_the_official_history(prets, terms_file):
    rate = {"kind": "index", "index": "livret_a", "margin": "0.006"}
    code, out, _ = prets("--json", terms_file(revision="SR", rate=rate))
    rates = [row["rate"] for row in json.loads(out)["rows"]]
    assert (code, rates) == (0, ["0.016", "0.036", "0.036"])


def test_a_switched_loan_follows_both_official_histories(prets, terms_file):
    switch = {"on": "2024-05-01", "index": "livret_a", "margin": "0.006"}
    rate = {"kind": "index", "index": "lep", "margin": "0", "switch": switch}
    _, out, _ = prets("--json", terms_file(revision="SR", rate=rate))
    assert [row["rate"] for row in json.loads(out)["rows"]] == ["0.022", "0.061", "0.036"]


def test_a_field_at_fault_is_said_with_its_file_its_value_and_what_is_allowed(prets, terms_file):
    file = terms_file(months_between_instalments=4, principal="1e6", surprise=1)
    code, out, err = prets(file)
    assert (code, out) == (EXIT_REFUSED, "")
    assert f"{file}: months_between_instalments: 4; allowed: 1, 3, 6, 12" in err
    assert f'{file}: principal: "1e6"; allowed: an amount' in err
    assert f"{file}: surprise: 1; allowed: principal, starts_on" in err


def test_a_missing_field_is_said_to_be_missing(prets, terms_file):
    file = terms_file(principal=None)
    assert f"{file}: principal: missing; allowed: an amount" in prets(file)[2]


def test_a_refusal_of_the_engine_names_its_file_and_field_too(prets, terms_file):
    rate = {"kind": "index", "index": "inflation", "margin": "0.006"}
    file = terms_file(revision="SR", rate=rate)
    code, _, err = prets(file)
    assert code == EXIT_REFUSED
    assert f"{file}: fixings: missing; allowed: a value effective on 2022-05-01 or before" in err


def test_a_bad_file_does_not_keep_the_others_from_being_computed(prets, terms_file):
    good, bad = terms_file("good.json"), terms_file("bad.json", instalments=0)
    code, out, err = prets("--json", bad, good)
    assert code == EXIT_REFUSED
    assert json.loads(out)["file"] == good
    assert bad in err


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe{}", "is not JSON"),
        (b'{"a": NaN}', "NaN is not a value of JSON"),
        (b'{"principal": "1", "principal": "2"}', "the field 'principal' is said twice"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"instalments": ' + b"9" * 10_000 + b"}", "is not JSON"),
        (b" " * (TERMS_BYTES_MAX + 1), "more than 1,000,000 bytes"),
        (b"[]", "terms: []; allowed: an object"),
        (b"null", "terms: missing; allowed: an object"),
        (b'"terms"', 'terms: "terms"; allowed: an object'),
    ],
    ids=["empty", "cut", "not UTF-8", "NaN", "twice", "deep", "long number", "huge", "list", "null", "text"],
)
def test_what_is_no_terms_is_refused_by_the_name_of_its_file(prets, tmp_path, content, complaint):
    file = tmp_path / "terms.json"
    file.write_bytes(content)
    code, out, err = prets(str(file))
    assert (code, out) == (EXIT_REFUSED, "")
    assert complaint in err
    assert str(file) in err
    assert len(err) < 1000


def test_a_file_that_is_not_there_is_said_to_be_missing(prets, tmp_path):
    code, _, err = prets(str(tmp_path / "nowhere.json"))
    assert code == EXIT_REFUSED
    assert "nowhere.json: No such file or directory" in err


def test_a_folder_is_no_file_of_terms(prets, tmp_path):
    assert prets(str(tmp_path))[0] == EXIT_REFUSED
