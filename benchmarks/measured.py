"""Running one thing in a process of its own, and what it cost."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock of the measured part, and the peak memory of its process in bytes."""

    seconds: float
    peak: int


def cost(module: str, *words: str, runs: int = 3) -> Cost:
    """Run `python -m module words` several times, each in a fresh process, and return the median cost.

    The process prints one line of JSON: {"seconds": …, "peak": …}; start-up and imports are not in its seconds.
    """
    costs = [_once(module, *words) for _ in range(runs)]
    return Cost(median(one.seconds for one in costs), max(one.peak for one in costs))


def _once(module: str, *words: str) -> Cost:
    alone = {"OPENBLAS_NUM_THREADS": "1", **os.environ}  # as the command line runs: see `opora.cli`
    done = subprocess.run([sys.executable, "-m", module, *words], check=True, capture_output=True, text=True, env=alone)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def made(module: str, *words: str) -> list[str]:
    """Run a module that makes something, in a process of its own; return the words of its last line."""
    done = subprocess.run([sys.executable, "-m", module, *words], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1].split()


def tell(seconds: float) -> None:
    """Print what this process cost, for `cost` to read."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


def show(what: str, ratio: float, bar: float) -> None:
    """Print one measured ratio beside its bar."""
    print(f"{what}: {ratio:.2f} (не больше {bar:g}) {'–' if ratio <= bar else '– БОЛЬШЕ'}")
