"""Names that no data can make good, for where the data are refused: layers to freeze, monitors, metrics of gates."""

from __future__ import annotations

from nettrain.components.metric import named
from nettrain.components.registries import METRICS
from nettrain.components.task import CLASSES, NUMBERS
from nettrain.config.config import Config
from nettrain.errors import Problem, suggestion
from nettrain.names import VALIDATED
from nettrain.plan.checks import DEFAULT_METRICS, gates, monitors, no_metric, tasks_of
from nettrain.plan.freezing import no_layers
from nettrain.plan.network import Tell


def unknown_names(config: Config, tell: Tell) -> list[Problem]:
    """Return the names that mean nothing whatever the rows are, by their places."""
    own = _own(config)
    problems = no_layers(config, tell)
    for place, name in monitors(config.train).items():
        bare = name.removeprefix(VALIDATED)
        if bare not in ("loss", *own, *METRICS):
            words = [f"{before}{word}" for before in ("", VALIDATED) for word in ("loss", *own)]
            message = f"nothing is called '{name}'; {suggestion(name, words)}"
            problems.append(tell(place, message))
    for place in gates(config):
        if place[-1] not in (*own, *METRICS):
            problems.append(tell(place, no_metric(place[-1], own)))
    return sorted(problems, key=lambda problem: problem.span)


def _own(config: Config) -> list[str]:
    """Return the names of the metrics of the run, of every one that it may have where none are asked for."""
    if config.train.metrics is not None:
        return list(named(config.train.metrics))
    served = tasks_of(config)
    labels, numbers = DEFAULT_METRICS[True], DEFAULT_METRICS[False]
    return [*(labels if served & CLASSES else ()), *(numbers if served & NUMBERS else ())]
