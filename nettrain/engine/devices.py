"""The devices that a batch is spread over, as a `tf.distribute` strategy."""

from __future__ import annotations

from typing import Any

from nettrain.errors import ConfigError


def strategy_of(tf: Any, wanted: int | str) -> Any:
    """Return the strategy for so many devices, or for all GPUs ("auto").

    Raises ConfigError if there are fewer.
    """
    there = tf.config.list_logical_devices("GPU") or tf.config.list_logical_devices("CPU")
    gpus = there[0].device_type == "GPU"
    count = (len(there) if gpus else 1) if isinstance(wanted, str) else wanted
    if count == 1:
        return tf.distribute.get_strategy()
    if count > len(there):
        few = f"there are {len(there)} GPUs; take fewer, or auto"
        began = f"TensorFlow has begun with {len(there)} in this process; train in one of its own"
        raise ConfigError(f"train.devices: {count} are asked for, but {few if gpus else began}")
    return tf.distribute.MirroredStrategy([device.name for device in there[:count]])


def cut_processor(tf: Any, wanted: int | str) -> None:
    """Make so many devices of the processor where there is no GPU: for trying out what several would do.

    Raises RuntimeError if TensorFlow has started its devices already.
    """
    if isinstance(wanted, int) and wanted > 1 and not tf.config.list_physical_devices("GPU"):
        (processor,) = tf.config.list_physical_devices("CPU")
        parts = [tf.config.LogicalDeviceConfiguration() for _ in range(wanted)]
        tf.config.set_logical_device_configuration(processor, parts)
