"""What XLA compiled, kept between runs: checked before TensorFlow sees it, and for the processor it was made for alone.

TensorFlow can keep such files itself, but fails to compile where one of them is damaged or cannot be written, does not
look whether they are for this processor and this number of threads, and never removes one. So every process gives it a
folder in memory, with links to what was checked, from which new files are taken.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nettrain.data.cache import cache_folder

FLAGS = "TF_XLA_FLAGS"
FOLDER = "--tf_xla_persistent_cache_directory="
MOST = 64 << 20
"""Bytes that are kept; what was made first goes first."""
MEMORY = Path("/dev/shm")
"""Where the folders of processes are: no full disk keeps TensorFlow from writing there."""
FREE = 32 << 20
"""Bytes that must be free there."""
USED = "nettrain-xla-"
"""How their names begin; the number of the process follows."""
PROCESSOR = {
    "vendor_id", "cpu family", "model", "model name", "stepping", "flags",
    "CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision", "Features",
}  # fmt: skip
"""Lines of /proc/cpuinfo that say what a processor can do."""


def ask() -> None:
    """Have TensorFlow, which is not imported yet, look for compiled functions in a folder of this process.

    Nothing is done where the processor is unknown, where there is no room or files may not grow, and where TF_XLA_FLAGS
    names a folder already.
    """
    flags = os.environ.get(FLAGS, "")
    if "tensorflow" in sys.modules or FOLDER in flags or processor() is None:
        return
    import resource  # not on Windows

    with suppress(OSError):
        grows = resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
        if grows and shutil.disk_usage(MEMORY).free >= FREE:
            folder = tempfile.mkdtemp(prefix=f"{USED}{os.getpid()}-", dir=MEMORY)
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
    store = cache_folder() / "xla" / key(tf)
    with suppress(OSError):
        offer(store, used)
    try:
        yield
        with suppress(OSError):
            take(used, store)
            tidy(store.parent)
    finally:
        shutil.rmtree(used, ignore_errors=True)
        sweep()


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


def offer(store: Path, used: Path) -> None:
    """Link what is in the store and undamaged to where TensorFlow looks; remove what is damaged."""
    for path in sorted(store.glob("*~*")):
        name, _, digest = path.name.rpartition("~")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            path.unlink(missing_ok=True)
        elif not (used / name).is_symlink():
            (used / name).symlink_to(path.resolve())


def take(used: Path, store: Path) -> None:
    """Keep what was compiled anew, each with its checksum in its name."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in used.glob("*.pb"):
        if not path.is_symlink():
            content = path.read_bytes()
            whole = store / f".{os.getpid()}"
            whole.write_bytes(content)
            whole.replace(store / f"{path.name}~{hashlib.sha256(content).hexdigest()}")


def tidy(folder: Path, most: int = MOST) -> None:
    """Remove what was made first where there is more than `most` bytes."""
    made = [(path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*/*~*")]
    total = sum(size for _, size, _ in made)
    for _, size, path in sorted(made):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total -= size


def sweep() -> None:
    """Remove the folders of processes that were killed."""
    for left in MEMORY.glob(f"{USED}*"):
        if not Path("/proc", left.name.removeprefix(USED).partition("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)


def _asked() -> Path | None:
    """Return the folder of this process that TensorFlow was told; None for none, and in a fork of that process."""
    for flag in os.environ.get(FLAGS, "").split():
        path = Path(flag.removeprefix(FOLDER))
        if flag.startswith(FOLDER) and path.parent == MEMORY and path.name.startswith(f"{USED}{os.getpid()}-"):
            return path
    return None
