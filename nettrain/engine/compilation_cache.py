"""What XLA compiled, kept between runs: checked before TensorFlow sees it, and for the processor it was made for alone.

TensorFlow can keep such files itself, but fails to compile once one of them is damaged, does not look whether they are
for this processor and this number of threads, and never removes one. So it is given a folder of its own in every
process, which holds what was checked, and from which new files are taken.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nettrain.data.cache import cache_folder

FLAGS = "TF_XLA_FLAGS"
FOLDER = "--tf_xla_persistent_cache_directory="
MOST = 64 << 20
"""Bytes that are kept; what was made first goes first."""
FREE = 256 << 20
"""Bytes that must be free on the disk: where TensorFlow cannot write it does not compile either."""
STALE = 24 * 3600.0
"""Seconds after which the folder of a process is taken for one that was left behind."""
PROCESSOR = {
    "vendor_id", "cpu family", "model", "model name", "stepping", "flags",
    "CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision", "Features",
}  # fmt: skip
"""Lines of /proc/cpuinfo that say what a processor can do."""


def ask() -> None:
    """Have TensorFlow, which is not imported yet, look for compiled functions in a folder of this process.

    Nothing is done where there is no room, the processor is unknown, or TF_XLA_FLAGS names a folder already.
    """
    flags = os.environ.get(FLAGS, "")
    if "tensorflow" in sys.modules or FOLDER in flags or processor() is None:
        return
    with suppress(OSError):
        folder = _store() / "used" / f"{os.getpid()}-{time.time_ns():x}"
        if len(str(folder).split()) > 1:  # flags cannot hold blanks
            return
        folder.mkdir(mode=0o700, parents=True)
        if shutil.disk_usage(folder).free < FREE:
            folder.rmdir()
            return
        os.environ[FLAGS] = f"{flags} {FOLDER}{folder}".strip()


@contextmanager
def kept(tf: Any) -> Iterator[None]:
    """Have what the body compiles taken from earlier runs, and kept for later ones.

    This is for what a process compiles first: names in TensorFlow's later functions depend on what it did before, so
    they would hardly ever be found again.
    """
    used = _asked()
    if used is None or not used.is_dir() or tf.config.get_visible_devices("GPU"):
        yield
        if used is not None:
            shutil.rmtree(used, ignore_errors=True)
        return
    store, given = _store() / key(tf), set[str]()
    with suppress(OSError):
        given |= offer(store, used)
    yield
    with suppress(OSError):
        take(used, store, given)
        tidy(_store())


def key(tf: Any) -> str:
    """Name what compiled functions are good for: version, processor, threads, flags."""
    others = " ".join(flag for flag in os.environ.get(FLAGS, "").split() if not flag.startswith(FOLDER))
    threads = tf.config.threading.get_intra_op_parallelism_threads()
    made_of = [tf.__version__, platform.machine(), processor(), threads, others, os.environ.get("XLA_FLAGS", "")]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:16]


def processor() -> list[str] | None:
    """Return what the processor can do, as Linux tells it; None where it does not."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").partition("\n\n")[0].splitlines()
    except (OSError, ValueError):
        return None
    return [line for line in lines if line.partition("\t")[0].partition(":")[0].strip() in PROCESSOR] or None


def offer(store: Path, used: Path) -> set[str]:
    """Put what is in the store and undamaged where TensorFlow looks; remove what is damaged; return the names."""
    given: set[str] = set()
    for path in sorted(store.glob("*~*")):
        name, _, digest = path.name.rpartition("~")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            path.unlink(missing_ok=True)
        elif name not in given:
            _put(path, used / name)
            given.add(name)
    return given


def take(used: Path, store: Path, given: set[str]) -> None:
    """Keep what was compiled anew, each with its checksum in its name, and remove the process's folder."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in used.iterdir():
        if path.suffix == ".pb" and path.name not in given:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            path.replace(store / f"{path.name}~{digest}")
    shutil.rmtree(used)


def tidy(folder: Path, most: int = MOST) -> None:
    """Remove what was made first where there is more than `most` bytes, and folders that were left behind."""
    made = [(path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*/*~*")]
    total = sum(size for _, size, _ in made)
    for _, size, path in sorted(made):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total -= size
    for left in (folder / "used").iterdir():
        if time.time() - left.stat().st_mtime > STALE:
            shutil.rmtree(left, ignore_errors=True)


def _store() -> Path:
    return cache_folder() / "xla"


def _asked() -> Path | None:
    """Return the folder of this process that TensorFlow was told; None for none, and in a fork of that process."""
    for flag in os.environ.get(FLAGS, "").split():
        path = Path(flag.removeprefix(FOLDER))
        if flag.startswith(FOLDER) and path.parent == _store() / "used" and path.name.startswith(f"{os.getpid()}-"):
            return path
    return None


def _put(path: Path, place: Path) -> None:
    if place.exists():
        return
    try:
        os.link(path, place)
    except OSError:  # a file system without links
        whole = place.with_suffix(".copy")
        shutil.copyfile(path, whole)
        whole.replace(place)
