"""What is kept: current, of a readable length, and of no one machine."""

import re

import pytest

from deploy.documents import write_documents
from tests.architecture.source import ROOT, kept_files, python_files

LINES_MAX = 400
"""The longest file is what rots first. Lower it when you can, never raise it."""
_MACHINE_PATH = re.compile(r"/(home|root|work|Users|mnt)/[a-z]|[A-Z]:\\Users")
_INSTALL_FROM = re.compile(r"(--(extra-)?index-url|--find-links|--trusted-host|PIP_INDEX_URL)[ =]+\S+://")
_BINARY = {".png", ".jpg", ".pdf", ".woff2", ".ico", ".otf", ".ttf"}


def _texts():
    for path in kept_files():
        if path.suffix not in _BINARY:
            yield path, (ROOT / path).read_text(encoding="utf-8")


def test_generated_documents_are_current():
    """`make docs` writes them."""
    assert write_documents(check=True) == []


def test_no_file_is_longer_than_people_read():
    long = {
        str(path): lines
        for path in python_files()
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > LINES_MAX
    }
    assert long == {}


def test_no_kept_file_names_a_path_of_one_machine():
    assert [f"{path}: {found[0]}" for path, text in _texts() if (found := _MACHINE_PATH.search(text))] == []


def test_no_kept_file_says_where_packages_are_downloaded_from():
    """Each machine has its own registry or mirror; hashes hold whatever comes from it."""
    assert [f"{path}: {found[0]}" for path, text in _texts() if (found := _INSTALL_FROM.search(text))] == []


def test_what_builds_the_project_names_no_host():
    builders = [
        "Makefile",
        "pyproject.toml",
        ".ci/run",
        "requirements/production.in",
        "requirements/development.in",
    ]
    assert [name for name in builders if re.search(r"[a-z]://", _text(name))] == []


@pytest.mark.parametrize("lock", ["production.txt", "development.txt"])
def test_every_locked_package_has_a_version_and_a_hash(lock):
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip() and not line.startswith(("#", "-r"))]
    assert [
        line for line in packages if "==" not in line or "--hash=sha256:" not in line or "://" in line
    ] == []


def test_nothing_is_left_to_do_in_a_comment():
    marks = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b")
    left = [
        str(path)
        for path in python_files("services", "shared", "deploy", "tests")
        if marks.search(_text(path))
    ]
    assert left == []


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")
    assert [str(path) for path in python_files("tests") if marks.search(_text(path))] == []


def _text(path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
