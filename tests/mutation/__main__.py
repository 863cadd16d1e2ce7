"""`make mutants`: spoil the engine of lending a fault at a time, and report how many the tests notice.

python -m tests.mutation                   a sample, the same each time
python -m tests.mutation --all             every mutant
python -m tests.mutation --module rates    those of one module
"""

import argparse
import os
import random
import sys
import tomllib
from collections import Counter
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.running import ROOT, SURVIVED, judged

SAMPLE = 150
TOLD_EVERY = 25
HARMLESS = Path(__file__).with_name("harmless.toml")
"""Mutants that change no result, each with its reason."""


def main() -> None:
    options = _options()
    harmless = tomllib.loads(HARMLESS.read_text(encoding="utf-8"))
    found = _mutants(options)
    _refuse_unknown(set(harmless) - {mutant.name for mutant in found}, options)
    chosen = [mutant for mutant in found if mutant.name not in harmless]
    total = len(chosen)
    random.Random(options.seed).shuffle(chosen)
    if not options.all and not options.module:
        chosen = chosen[:SAMPLE]
    if [fate for _, fate in judged([_sound()], 1)] != [SURVIVED]:
        sys.exit("The tests fail without any fault: nothing can be told of mutants.")
    fates, survivors = Counter(), []
    for mutant, fate in judged(chosen, options.processes):
        fates[fate] += 1
        if fate == SURVIVED:
            survivors.append(mutant)
            print(f"survived: {mutant.name}  (line {mutant.line})", flush=True)
        if fates.total() % TOLD_EVERY == 0:
            print(f"{fates.total()} of {len(chosen)} tried", file=sys.stderr, flush=True)
    _report(fates, total, len(harmless))
    sys.exit(1 if survivors else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Mutation testing of the loan engine.")
    parser.add_argument("--all", action="store_true", help="every mutant, not a sample")
    parser.add_argument("--module", action="append", help="only this module of the domain; may be repeated")
    parser.add_argument("--seed", type=int, default=2026, help="of the sample")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="mutants at a time")
    return parser.parse_args()


def _mutants(options: argparse.Namespace) -> list[Mutant]:
    files = sorted((ROOT / "services/lending/domain").glob("[a-z]*.py"))
    chosen = [file for file in files if not options.module or file.stem in options.module]
    return [mutant for file in chosen for mutant in mutants_of(file.stem, file)]


def _sound() -> Mutant:
    """A mutant without a fault."""
    source = (ROOT / "services/lending/domain/rates.py").read_text(encoding="utf-8")
    return Mutant("rates", 1, "", "", "", source)


def _refuse_unknown(names: set[str], options: argparse.Namespace) -> None:
    """A harmless mutant that the code no longer has excuses nothing."""
    if names and not options.module:
        sys.exit("harmless.toml names what is no mutant:\n" + "\n".join(sorted(names)))


def _report(fates: Counter, total: int, harmless: int) -> None:
    tried = fates.total()
    noticed = tried - fates[SURVIVED]
    print(
        f"{noticed} of {tried} mutants noticed ({noticed / max(tried, 1):.1%}); "
        f"{total} there are, beside {harmless} that change no result (harmless.toml)"
    )


main()
