"""Starting TensorFlow: quietly, with pinned threads, a seed, and no more GPU memory than it uses."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from nettrain.engine.devices import cut_processor
from nettrain.engine.importing import imported
from nettrain.quiet import quiet


def start(threads: int, seed: int, devices: int | str = 1) -> tuple[Any, Any]:
    """Import TensorFlow and Keras, ready for a run; return both modules.

    `threads` is the number of threads of one matrix product, 0 for one a core; `devices` how many are wanted. The first
    call in a process decides both.
    """
    tf, keras = imported()
    with quiet():
        with contextlib.suppress(RuntimeError):  # too late: an earlier run in this process has decided
            tf.config.threading.set_intra_op_parallelism_threads(threads or os.cpu_count() or 1)
            tf.config.threading.set_inter_op_parallelism_threads(1)
            cut_processor(tf, devices)
            for device in tf.config.list_physical_devices("GPU"):
                tf.config.experimental.set_memory_growth(device, True)
        tf.constant(0) + 1  # the devices start, with what they have to say
    tf.get_logger().setLevel("ERROR")
    keras.utils.set_random_seed(seed)
    return tf, keras


def machine(tf: Any) -> dict[str, Any]:
    """Return what the bits of a run depend on beside config, data and versions: threads and devices."""
    return {
        "threads": tf.config.threading.get_intra_op_parallelism_threads(),
        "devices": [device.device_type for device in tf.config.get_visible_devices()],
    }
