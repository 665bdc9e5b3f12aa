"""check: config and data against each other, and the plan that comes of it; in a blink, without TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.commands.opening.start import start_of
from nettrain.commands.outcome import Outcome
from nettrain.commands.profiles import BARS, profile_record, profile_table, spoken_format
from nettrain.components.layout import shown
from nettrain.config.load import load
from nettrain.config.model import BestThreshold
from nettrain.data.memory import available, budget
from nettrain.data.target import By
from nettrain.errors import ConfigError, DataError, Problem, listing
from nettrain.names import TRAIN, VALIDATION
from nettrain.numbers import byte_size, counted, percent
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.memory import TENSORFLOW, rows_bytes
from nettrain.plan.plan import Plan
from nettrain.text import Table, columns, page

if TYPE_CHECKING:
    from nettrain.events import Emit

MOST_LABELS = 8
"""Labels that are shown one by one; of more, the most frequent. So many targets too, the first."""
MOST_FILES = 8
"""Files that are shown one by one."""


def run(
    files: Sequence[Path],
    sets: Sequence[str] = (),
    seed: int | None = None,
    show: Emit | None = None,
    width: int | None = None,
    signs: str = BARS,
) -> Outcome:
    """Check a config and its data, and show the plan; what was noticed stands in it, and goes to `show` as events.

    `width` is that of the terminal, if the plan is for one; `signs` are what histograms are made of.
    Raises ConfigError and DataError with every problem that was found.
    """
    loaded = load(files, sets, seed)
    start = start_of(loaded)
    planned = make_plan(loaded, start.plan if start else None)
    if start is not None:
        from nettrain.commands.opening.ancestry import with_doubts
        from nettrain.commands.opening.hashing import hashed

        planned = with_doubts(loaded, planned, start, hashed(planned.dataset.drawn.files))
    if show is not None:
        from nettrain.events import Notice

        for notice in planned.notices:
            show(Notice.of(notice))
    return Outcome(described(planned, width, signs), document(planned))


def run_each(
    files: Sequence[Path], sets: Sequence[str] = (), seed: int | None = None, show: Emit | None = None
) -> Outcome:
    """Check every file as a config of its own; what each came to goes to `show` as an event.

    Raises ConfigError, or DataError where only data are wrong, with every problem of every file; its document has the
    plans of the good ones.
    """
    problems: list[Problem] = []
    wrong: type[ConfigError | DataError] = DataError
    checked: dict[str, Any] = {}
    for file in files:
        told: tuple[Problem, ...] = ()
        error = ""
        try:
            checked[str(file)] = run([file], sets, seed, show).document
        except (ConfigError, DataError) as found:
            wrong = ConfigError if isinstance(found, ConfigError) else wrong
            whose = f" (asked for by {file})" if isinstance(found, DataError) else ""
            told = tuple(
                problem if problem.span.file == str(file) else problem._replace(message=problem.message + whose)
                for problem in found.problems
            )
            error = type(found).__name__
            problems += told
        if show is not None:
            from nettrain.events import Checked

            show(Checked(config=str(file), problems=told, error=error))
    if problems:
        failed = wrong(*problems)
        failed.document = {"checked": checked}
        raise failed
    return Outcome("\n".join(f"{file}: ok" for file in checked), {"checked": checked})


def document(planned: Planned) -> dict[str, Any]:
    """Return the plan and what was noticed, as JSON values."""
    record = {**planned.plan.to_json(), **profile_record(planned)}
    record["memory"]["total"], record["memory"]["available"] = planned.plan.memory.total, available()
    return record


def described(planned: Planned, width: int | None = None, signs: str = BARS) -> str:
    """Return the plan for a person: rows, columns, target, layers, training; tables no wider than a terminal's."""
    plan, data = planned.plan, planned.dataset
    rows = ", ".join(f"{count:,} {side}" for side, count in plan.rows.items() if count)
    parts = data.drawn.table.parts
    lines = [f"data    {part.opened.source.shown}: {spoken_format(part.opened)}" for part in parts[:MOST_FILES]]
    if len(parts) > MOST_FILES:
        lines.append(f"        and {counted(len(parts) - MOST_FILES, 'more file')}")
    lines.append(f"rows    {sum(plan.rows.values()):,} ({rows}), {_kept(plan)}")
    inputs: dict[str, int] = {column.name: column.width for column in plan.columns}
    lines += ["", *columns(profile_table(data.profiles, inputs, signs), width)]
    asked = data.drawn.asked
    told = "as declared" if asked.by is By.DECLARED else f"taken for that since {asked.why}"
    lines += ["", f"target  {_target(plan)}; {told}"]
    lines += ["", *columns(_layer_table(plan), width)]
    memory = f"{byte_size(plan.memory.total)} of {byte_size(available())}"
    lines += ["", f"weights {plan.params:,}, memory about {memory}, TensorFlow's {byte_size(TENSORFLOW)} included"]
    train = plan.config.train
    lines.append(
        f"train   {plan.loss.yaml_name()}, {train.optimizer.yaml_name()}, batches of {plan.batch_size} "
        f"({plan.epoch_steps:,} an epoch), "
        f"{counted(train.epochs, 'epoch')} at most, {plan.compiled}; keeps the {train.keep} epoch by {plan.monitor}"
    )
    called = ((name, metric.label(plan.target)) for name, metric in plan.named.items())
    lines += [f"metric  {name} is of the label '{label}'" for name, label in called if label is not None]
    lines += _deciding(plan)
    lines += ["", *(_noted(notice) for notice in planned.notices), "ok"]
    return page(lines)


def _kept(plan: Plan) -> str:
    """Say where the encoded rows are kept, with need against have."""
    need = rows_bytes(plan.inputs.size, sum(plan.rows.values()), plan.rows[TRAIN])
    limit = f"{byte_size(need)} of the {byte_size(budget(plan.config.data.memory))} that they may take"
    return f"on disk: they need {limit}" if plan.stored else f"in memory: {limit}"


def _layer_table(plan: Plan) -> Table:
    rows = []
    for given, planned in zip(plan.config.model.layers, plan.layers, strict=True):
        name = given.yaml_name()
        if planned.layer.yaml_name() != name:  # an output that was fitted to the target
            name = f"{name}: {planned.output_activation}"
        rows.append((name, shown(planned.inputs), shown(planned.outputs), f"{planned.params:,}"))
    return Table(["layer", "in", "out", "weights"], rows, [False, False, False, True])


def _target(plan: Plan) -> str:
    names = listing(plan.target.columns, MOST_LABELS)
    if plan.shares:
        labels = list(zip(plan.target.labels, plan.shares, strict=True))
        if len(labels) > MOST_LABELS:
            labels.sort(key=lambda told: -told[1])  # a stable sort
        told = [f"{label} {percent(share, 1)}" for label, share in labels]
        return f"{names}: {len(labels):,} labels ({listing(told, MOST_LABELS)})"
    return f"{names}: numbers"


def _deciding(plan: Plan) -> list[str]:
    """Say what will be found on the validation rows once the network is trained."""
    model, on = plan.config.model, f"on the {plan.rows[VALIDATION]:,} validation rows"
    lines = [f"decide  temperature: of the smallest log loss {on}"] if model.calibrate else []
    if isinstance(model.threshold, BestThreshold):
        lines.append(f"decide  threshold: of the best {model.threshold.metric.yaml_name()} {on}")
    elif model.threshold is not None:
        lines.append(f"decide  {plan.target.labels[1]} where its probability is above {model.threshold!r}")
    return lines


def _noted(notice: Problem) -> str:
    return ": ".join(part for part in (str(notice.span), "note", notice.path, notice.message) if part)
