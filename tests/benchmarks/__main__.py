"""`make bench`: every benchmark, one table each, with how noisy the machine was."""

import os
import statistics
import time

from rich.console import Console

from tests.benchmarks import browser, bus, login, platform, portfolio, reading, sirene

NOISE_ROUNDS = 15


def main() -> None:
    """Run them all."""
    print_noise()
    bus.run()
    platform.run()
    login.run()
    sirene.run()
    portfolio.run()
    reading.run()
    browser.run()
    print_noise()


def print_noise() -> None:
    """The same small work again and again: how far its times spread is how far to trust the others."""
    times = []
    for _ in range(NOISE_ROUNDS):
        started = time.perf_counter()
        sum(number * number for number in range(1_000_000))
        times.append(time.perf_counter() - started)
    spread = max(times) / min(times)
    Console(width=110).print(
        f"Noise: the same loop took {min(times) * 1e3:.0f} to {max(times) * 1e3:.0f} ms"
        f" (median {statistics.median(times) * 1e3:.0f}, spread {spread:.1f}); load {os.getloadavg()[0]:.1f},"
        f" {os.cpu_count()} processors",
        highlight=False,
    )


main()
