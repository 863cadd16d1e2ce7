"""How a process of ours holds the memory that it has freed."""

import ctypes
import os

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""What mallopt(3) calls M_TRIM_THRESHOLD and M_MMAP_THRESHOLD."""

_LARGEST_KEPT = 32 * 2**20
"""The most that glibc lets M_MMAP_THRESHOLD be: larger arrays still go back to the system when they are freed."""
_NEVER_TRIMMED = 2**30
_OF_THE_CALLER = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_")


def keep_freed_memory() -> None:
    """Keep what is freed for the next array: given back, it returns as fresh pages, which the system first clears.

    For processes that compute one chunk after the other. Where the environment says how glibc is to hold memory, or
    the C library is another one, nothing changes.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt and not any(name in os.environ for name in _OF_THE_CALLER):
        mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT)
        mallopt(_TRIM_THRESHOLD, _NEVER_TRIMMED)
