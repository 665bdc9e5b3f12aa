"""Train, judge and save neural networks on CSV files from one YAML file.

    import nettrain

    nettrain.check("config.yaml")                       # the plan, or an exception with every problem
    made = nettrain.fit("config.yaml", sets=["train.epochs=5"])
    made.document["metrics"]["accuracy"]["value"]
    nettrain.evaluate(made.document["run"])
    nettrain.predict(made.document["run"], "new.csv")
    nettrain.show()

Every function returns an Outcome (`text`, `document`, `passed`) and raises a NettrainError for what a user can mend.
The order in which the modules import one another stands in pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, Unpack

from nettrain import arguments
from nettrain.errors import NettrainError, UsageError

if TYPE_CHECKING:
    from nettrain.commands.judging.demands import Demands
    from nettrain.commands.outcome import Outcome
    from nettrain.events import Event

__version__ = "0.1.0"
__all__ = ["NettrainError", "check", "compare", "evaluate", "fit", "init", "predict", "report", "schema", "show"]

AnyPath: TypeAlias = str | PathLike[str]
Texts: TypeAlias = str | Sequence[str] | None
"""One text, several, or none."""
Show: TypeAlias = "Callable[[Event], None] | None"
"""What is called with every event."""
PRESETS = "small", "standard"


class Asked(TypedDict, total=False):
    """What `fit` and `evaluate` ask of a verdict beyond the config."""

    gates: Mapping[str, Mapping[str, float | bool]] | None
    """More gates, as in a config: {"accuracy": {"min": 0.9}}, {"auc": {"beats_baseline": True}}."""
    by: Texts
    """Columns whose groups of rows are judged too."""
    no_worse_than: AnyPath | None
    """A run that this one is not to be shown to be worse than."""
    margin: float | Mapping[str, float] | None
    """What it is to be shown to be worse by at most: a number for all metrics, or one for each."""


def _seed(given: int | None) -> int | None:
    from nettrain.config.config import SEEDS

    return arguments.whole("seed", given, SEEDS)


def _demands(
    *,
    gates: Mapping[str, Mapping[str, float | bool]] | None = None,
    by: Texts = (),
    no_worse_than: AnyPath | None = None,
    margin: float | Mapping[str, float] | None = None,
) -> Demands:
    from nettrain.commands.judging.demands import Demands, gates_of, margins_of

    reference = arguments.any_path("no_worse_than", no_worse_than)
    columns = tuple(arguments.texts("by", by))
    return Demands(by=columns, reference=reference, margins=margins_of(margin), gates=gates_of(gates or {}))


def init(
    data: AnyPath,
    target: Texts,
    output: AnyPath | None = None,
    *,
    preset: Literal["small", "standard"] = "small",
    sets: Texts = (),
    force: bool = False,
) -> Outcome:
    """Write a commented, checked config for a data file; the document holds it as "config", and its "file".

    `output` is by default the data's name with .yaml, here; `sets` are settings that the config begins with, such as
    "data.drop=[id]". Raises UsageError, ConfigError, DataError, RunError.
    """
    from nettrain.commands import init

    if preset not in PRESETS:
        raise UsageError(f"there is no preset {preset!r}: expected {' or '.join(map(repr, PRESETS))}")
    return init.run(
        data=str(arguments.path("data", data)),
        targets=arguments.texts("target", target),
        output=arguments.any_path("output", output),
        preset=preset,
        sets=arguments.settings(sets),
        force=force,
    )


def schema() -> Outcome:
    """Return the JSON Schema of a config as the document."""
    from nettrain.commands import schema

    return schema.run()


def check(config: AnyPath, *more: AnyPath, sets: Texts = (), seed: int | None = None, show: Show = None) -> Outcome:
    """Check config and data against each other; the document is the plan, and `show` is called with what was noticed.

    Raises ConfigError, DataError.
    """
    from nettrain.commands import check

    return check.run(
        files=[arguments.path("config", file) for file in (config, *more)],
        sets=arguments.settings(sets),
        seed=_seed(seed),
        show=arguments.function("show", show),
    )


def fit(
    *configs: AnyPath,
    sets: Texts = (),
    seed: int | None = None,
    output: AnyPath | None = None,
    resume: AnyPath | None = None,
    show: Show = None,
    **asked: Unpack[Asked],
) -> Outcome:
    """Train a network into a new run and judge it; the document holds "run" and "metrics".

    `gates`, `by`, `no_worse_than` and `margin` ask more of the verdict than the config does, as in `evaluate`.

    With `resume` (a run, or "latest") that run goes on instead, by its own config if none is given. `show` is called
    with every event. One training at a time in a process: a call from another thread waits until the one before it is
    done. Raises UsageError, ConfigError, DataError, RunError, DivergedError; after Ctrl-C, SIGTERM or a lost terminal
    KeyboardInterrupt, once the state is saved, which says how to go on.
    """
    from nettrain.commands import fit
    from nettrain.errors import InterruptedRunError
    from nettrain.events import silent

    arguments.known("fit", asked, Asked.__annotations__)
    files, sets = [arguments.path("config", file) for file in configs], arguments.settings(sets)
    seed, demands, show = _seed(seed), _demands(**asked), arguments.function("show", show) or silent
    fit.refuse_both(output, resume)
    try:
        if resume is not None:
            again = str(arguments.path("resume", resume))
            return fit.resume(again, files=files, sets=sets, seed=seed, asked=demands, show=show)
        new = arguments.any_path("output", output)
        return fit.run(files=files, sets=sets, seed=seed, output=new, asked=demands, show=show)
    except InterruptedRunError as stopped:  # whoever calls this for many configs is to stop too
        raise KeyboardInterrupt(str(stopped)) from None


def evaluate(
    run: AnyPath | None = None,
    data: AnyPath | None = None,
    *,
    sets: Texts = (),
    show: Show = None,
    **asked: Unpack[Asked],
) -> Outcome:
    """Judge a run (the newest finished one by default) on its test rows or on another file.

    More gates than the config's: `gates`, as there ({"accuracy": {"min": 0.9}}, {"auc": {"beats_baseline": True}}), and
    `no_worse_than`, another run than which this one is not shown to be worse, or with a `margin` (0.01, {"auc": 0.01})
    is shown to be at most so much worse. `by` names columns whose groups are judged too; `sets` say how `data` is read
    ("data.format.delimiter=;"). `show` is called with every event.

    Raises UsageError, ConfigError, RunError, DataError.
    """
    from nettrain.commands import evaluate
    from nettrain.events import silent

    arguments.known("evaluate", asked, Asked.__annotations__)
    return evaluate.run(
        run=arguments.any_path("run", run),
        data=arguments.any_path("data", data),
        asked=_demands(**asked),
        show=arguments.function("show", show) or silent,
        sets=arguments.settings(sets),
    )


def predict(
    run: AnyPath,
    data: AnyPath,
    output: AnyPath | None = None,
    keep: Texts = (),
    *,
    sets: Texts = (),
    show: Show = None,
) -> Outcome:
    """Predict the rows of a file; the document holds them under "predictions" unless they go to `output`.

    CSV, or Parquet if `output` ends with .parquet; columns named by `keep` stand before the predictions; `sets` say how
    `data` is read ("data.format.delimiter=;"). `show` is called with every event.

    Raises UsageError, ConfigError, RunError, DataError.
    """
    from nettrain.commands import predict
    from nettrain.events import silent

    kept = tuple(arguments.texts("keep", keep))
    return predict.run(
        run=arguments.path("run", run),
        data=arguments.path("data", data),
        written=predict.Written(arguments.any_path("output", output), None, kept),
        show=arguments.function("show", show) or silent,
        sets=arguments.settings(sets),
    )


def compare(*runs: AnyPath, sort: str | None = None) -> Outcome:
    """Compare runs, the others with the first; the document holds "differences". Raises UsageError, RunError."""
    from nettrain.commands import compare

    return compare.run(runs=[arguments.path("run", run) for run in runs], sort=arguments.text("sort", sort))


def report(run: AnyPath | None = None, output: AnyPath | None = None, by: Texts = ()) -> Outcome:
    """Write a run's HTML page to `output`, or into the run; the document has its path under "report".

    With "-" the page is the outcome's text.

    `by` names columns by whose values the rows are judged once more. Raises UsageError, RunError, for `by` DataError.
    """
    from nettrain.commands import report

    return report.run(
        run=arguments.any_path("run", run),
        output=arguments.any_path("output", output),
        by=arguments.texts("by", by),
    )


def show(run: AnyPath | None = None, *, plot: bool = False) -> Outcome:
    """Show a run (the newest finished one by default), with `plot` its learning curves too.

    Raises UsageError, RunError.
    """
    from nettrain.commands import show
    from nettrain.reporters.chart import Paper

    return show.run(run=arguments.any_path("run", run), plot=Paper() if plot else None)
