"""What can be known of devices without TensorFlow: whether there is a GPU, and what several of them cannot do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nettrain.config.train import TrainConfig
from nettrain.errors import Problem
from nettrain.numbers import counted
from nettrain.plan.network import PlannedLayer, Tell

DRIVERS = (Path("/dev/nvidia0"), Path("/dev/nvidiactl"), Path("/dev/kfd"), Path("/dev/dxg"))
"""What the drivers of NVIDIA and AMD put up on Linux, and that of WSL."""


def accelerated() -> bool:
    """Return whether the machine shows a GPU."""
    return any(driver.exists() for driver in DRIVERS)


ALONE = ("clipnorm", "clipvalue", "global_clipnorm", "gradient_accumulation_steps", "use_ema", "loss_scale_factor")
"""Options of optimizers that look at gradients before those of all devices are added up."""


def check_devices(train: TrainConfig, layers: Sequence[PlannedLayer], size: int, tell: Tell) -> list[Problem]:
    """Refuse what cannot be spread over several devices; `size` are the rows of a full batch."""
    if train.devices == 1:
        return []
    name, one = train.optimizer.yaml_name(), "leave it out, or take train.devices: 1"
    told: list[tuple[tuple[str, ...], str]] = [
        (("train", "optimizer", name, option), f"acts on the gradients of one device alone: {one}")
        for option in ALONE
        if getattr(train.optimizer, option)
    ]
    if train.compile in ("xla", "eager"):
        told.append(
            (("train", "compile"), f"expected graph or auto, which several devices take; got '{train.compile}'")
        )
    if train.precision == "mixed_float16":
        told.append(
            (("train", "precision"), "several devices take mixed_bfloat16 or float32; mixed_float16 is for one")
        )
    if isinstance(train.devices, int) and size % train.devices:
        less = size - size % train.devices
        sizes = [less, less + train.devices] if size == train.batch_size else [less]
        fitting = " or ".join(f"{rows}" for rows in sizes if rows)
        advice = f"take {fitting}" if fitting else f"take at most {counted(size, 'device')}"
        message = f"{counted(size, 'row')} cannot be cut evenly for {train.devices} devices: {advice}"
        told.append((("train", "batch_size"), message))
    problems = [tell(path, message) for path, message in told]
    for number, planned in enumerate(layers):
        if not planned.layer.keeps_weights():
            message = f"changes its weights by itself, which several devices would do apart: {one}"
            problems.append(tell(("model", "layers", number, planned.layer.yaml_name()), message))
    return problems
