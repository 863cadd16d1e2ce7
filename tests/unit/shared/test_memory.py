"""Memory that a process frees and uses again."""

import subprocess
import sys

import pytest

FRESH_PAGES = """
import resource
import numpy as np
from shared.memory import keep_freed_memory

keep_freed_memory()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(100):
    np.ones(2**20)
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) * resource.getpagesize())
"""
ARRAY_BYTES = 8 * 2**20


@pytest.mark.parametrize(
    ("environment", "is_kept"), [({}, True), ({"MALLOC_MMAP_THRESHOLD_": "131072"}, False)]
)
def test_an_array_takes_the_place_of_the_one_before_unless_the_environment_says_otherwise(
    environment, is_kept
):
    ran = subprocess.run(
        [sys.executable, "-c", FRESH_PAGES], env=environment, capture_output=True, text=True, check=True
    )
    fresh_arrays = int(ran.stdout) / ARRAY_BYTES
    assert (fresh_arrays < 5) is is_kept
