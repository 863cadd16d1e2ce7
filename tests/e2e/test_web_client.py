"""The web client as a project: its types, style and unit tests; that it builds, light enough, or says why not."""

import shutil

import pytest

from deploy import web_client


@pytest.fixture(scope="module", autouse=True)
def tools():
    """What checking the client needs; Node is brought where there is none."""
    web_client.prepare_checks()


def test_types_are_current_and_the_compiler_and_the_linter_have_nothing_to_say():
    web_client.run("run", "check")


def test_its_unit_tests_pass():
    web_client.run("test")


def test_it_builds_and_its_first_load_is_light_enough():
    web_client.build()
    assert (web_client.BUILT / "index.html").exists()


def test_it_is_built_once_for_each_state_of_its_sources():
    web_client.build()
    before = (web_client.BUILT / "index.html").stat().st_mtime_ns
    web_client.build()
    assert (web_client.BUILT / "index.html").stat().st_mtime_ns == before


@pytest.fixture
def broken_client(tmp_path, monkeypatch):
    """A client that cannot be built, in a folder of its own."""
    folder = tmp_path / "web"
    (folder / "node_modules").mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(web_client.FOLDER / name, folder)
    shutil.copy(web_client.FOLDER / "node_modules" / ".stamp", folder / "node_modules")
    (folder / "node_modules" / ".stamp").write_text(
        (web_client.FOLDER / "node_modules" / ".stamp").read_text()
    )
    for name, path in {
        "FOLDER": folder,
        "BUILT": folder / "dist",
        "_NEW": folder / "dist.new",
        "REASON": folder / ".build-failed",
        "_LOCK": folder / ".build-lock",
    }.items():
        monkeypatch.setattr(web_client, name, path)
    return folder


def test_a_client_that_cannot_be_built_says_why_in_one_line(broken_client):
    with pytest.raises(web_client.CannotBuild):
        web_client.build()
    assert web_client.reason().startswith("npm run build: ")
    assert "\n" not in web_client.reason()
    assert not (broken_client / "dist").exists()
