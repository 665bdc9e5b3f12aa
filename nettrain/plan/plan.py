"""The plan: everything that training needs to know, resolved and checked; written to and opened from plan.json."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from nettrain.components.column import Column
from nettrain.components.layout import Layout
from nettrain.components.loss import Loss
from nettrain.components.metric import Metric, named
from nettrain.components.task import Target, Task
from nettrain.config.config import Config
from nettrain.config.paths import Step, shown
from nettrain.data.dialect import Marks
from nettrain.data.encoding import FittedColumn, layout
from nettrain.data.trivial import Trivial
from nettrain.errors import Problem, Span
from nettrain.names import TRAIN
from nettrain.plan.batches import rows_a_step
from nettrain.plan.compiling import compiled
from nettrain.plan.freezing import frozen
from nettrain.plan.memory import Memory
from nettrain.plan.network import PlannedLayer, plan_network


class Plan(NamedTuple):
    """A run, resolved. `config` names loss, metrics and monitor even where the user left them to nettrain."""

    config: Config
    target: Target
    columns: tuple[FittedColumn, ...]
    targets: tuple[FittedColumn, ...]
    shares: tuple[float, ...]
    """Share of each label among the training rows; empty for numbers."""
    trivial: Trivial
    """The answers of the baseline."""
    layers: tuple[PlannedLayer, ...]
    rows: Mapping[str, int]
    """Rows a side."""
    memory: Memory
    split: str
    """Fingerprint of which rows are on which side."""
    stored: bool
    """Whether the encoded rows are kept on disk."""
    dropped: Mapping[str, int]
    """Rows that are on no side, by the reason."""
    started: int = 0
    """Layers, from the first on, that start with the weights of the run `train.start_from`."""
    marks: Marks | None = None
    """How numbers are written in the training file; None for Parquet."""
    header: bool | None = None
    """Whether its first record names the columns; None for Parquet."""

    @property
    def loss(self) -> Loss:
        """What training makes small."""
        assert isinstance(self.config.train.loss, Loss)
        return self.config.train.loss

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What is reported beside the loss."""
        assert self.config.train.metrics is not None
        return self.config.train.metrics

    @property
    def named(self) -> dict[str, Metric]:
        """The metrics by name."""
        return named(self.metrics)

    @property
    def monitor(self) -> str:
        """What tells the best epoch."""
        assert self.config.train.monitor is not None
        return self.config.train.monitor

    @property
    def inputs(self) -> Layout:
        """The layout of the encoded rows."""
        return layout(self.columns)

    @property
    def kinds(self) -> dict[str, Column]:
        """The kinds of the inputs' columns."""
        return {column.name: column.kind for column in self.columns}

    @property
    def outputs(self) -> int:
        """Numbers that the last layer gives for a row."""
        return self.layers[-1].outputs[0]

    @property
    def params(self) -> int:
        """Weights of the network, trained or not."""
        return sum(planned.params for planned in self.layers)

    @property
    def batch_size(self) -> int:
        """Rows of a full step."""
        return rows_a_step(self.config.train.batch_size, self.rows[TRAIN])

    @property
    def epoch_steps(self) -> int:
        """Steps of an epoch, the one of a partial batch among them."""
        return math.ceil(self.rows[TRAIN] / self.batch_size)

    @property
    def warmup(self) -> int:
        """Steps over which the learning rate rises at the beginning."""
        rule = self.config.train.warmup
        if rule is None:
            return 0
        return rule.steps or max(1, round((rule.epochs or 1) * self.epoch_steps))

    @property
    def frozen(self) -> frozenset[int]:
        """The places of the layers that are not trained."""
        return frozen(self.config)

    @property
    def compiled(self) -> str:
        """How steps are compiled: "xla", "graph" or "eager"."""
        return compiled(self.config.train, self.layers)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes, and for a reader every layer's shapes and weights."""
        return {
            "config": self.config.model_dump(mode="json"),
            "order": {
                "gates": list(self.config.gates),
                "slices": [[name, list(gates)] for name, gates in self.config.slices.items()],
            },
            "target": {"task": self.target.task, "columns": self.target.columns, "labels": self.target.labels},
            "columns": [column.to_json() for column in self.columns],
            "targets": [column.to_json() for column in self.targets],
            "shares": self.shares,
            "trivial": self.trivial.to_json(),
            "positions": [name for column in self.columns for name in column.positions],
            "layers": [
                {
                    "layer": planned.layer.yaml_name(),
                    "inputs": planned.inputs,
                    "outputs": planned.outputs,
                    "params": planned.params,
                    "untrained": planned.untrained,
                }
                for planned in self.layers
            ],
            "params": self.params,
            "rows": dict(self.rows),
            "compile": self.compiled,
            "memory": {"weights": self.memory.weights, "batch": self.memory.batch, "rows": self.memory.rows},
            "split": self.split,
            "stored": self.stored,
            "dropped": dict(self.dropped),
            "started": self.started,
            "marks": self.marks and self.marks._asdict(),
            "header": self.header,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Plan:
        """Return the plan that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        config = Config.model_validate(_tuples(_ordered(record["config"], record["order"])))
        told = record["target"]
        target = Target(Task(told["task"]), tuple(told["columns"]), tuple(told["labels"]))
        columns = tuple(FittedColumn.from_json(_tuples(column)) for column in record["columns"])
        layers, problems = plan_network(config.model.layers, layout(columns), target, config.train.loss, _told)
        if problems:
            raise ValueError(str(problems[0]))
        return cls(
            config=config,
            target=target,
            columns=columns,
            targets=tuple(FittedColumn.from_json(_tuples(column)) for column in record["targets"]),
            shares=tuple(record["shares"]),
            trivial=Trivial(**_tuples(record["trivial"])),
            layers=layers,
            rows=record["rows"],
            memory=Memory(**record["memory"]),
            split=record["split"],
            stored=record["stored"],
            dropped=record["dropped"],
            started=record["started"],
            marks=Marks(**marks) if (marks := record["marks"]) else None,
            header=record["header"],
        )


def _ordered(config: Mapping[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
    """Return the config with gates and slices as they were written; JSON files have their keys sorted."""
    gates = {name: config["gates"][name] for name in order["gates"]}
    slices = {name: {metric: config["slices"][name][metric] for metric in metrics} for name, metrics in order["slices"]}
    return {**config, "gates": gates, "slices": slices}


def _tuples(value: Any) -> Any:
    """Return JSON with tuples for lists, as the strict schemas take it."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _told(path: tuple[Step, ...], message: str) -> Problem:
    """Return what is wrong at a path of the plan's config."""
    return Problem(Span("plan.json"), shown(path), message)
