"""Columns of codes, and the embeddings that look them up."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError
from nettrain.plan.making import make_plan

CODED = "data: {path: table.csv, target: y, columns: {w: {category: {coding: embedding}}}}\n"
EMBEDDED = "model: {layers: [entity_embedding: 2, dense: 4, output]}\n"


@pytest.mark.parametrize(
    ("before", "advice"),
    [("", "; declare columns of words or codes as {category: {coding: embedding}}"), ("reshape: [2], ", "")],
    ids=["at once", "through a reshape"],
)
@pytest.mark.parametrize(
    ("high", "step", "message"),
    [
        (19, 1.0, ""),
        (20, 1.0, "'t1' holds whole numbers from 0 to 20"),
        (19, 0.5, "'t1' holds numbers from 0 to 19.5"),
    ],
)
def test_columns_that_hold_codes_reach_an_embedding(
    tmp_path: Path, high: int, step: float, message: str, before: str, advice: str
) -> None:
    cells = np.arange(0, high + 1, step)
    rows = [f"{a:g},{b:g},{'no' if b < high / 2 else 'yes'}" for a in range(9) for b in cells]
    (tmp_path / "table.csv").write_text("\n".join(["t0,t1,y", *rows]) + "\n")
    config = tmp_path / "c.yaml"
    config.write_text(
        "data: {path: table.csv, target: y, columns: {token: {sequence: {of: 't*', scale: none}}}}\n"
        f"model:\n  layers: [{before}embedding: {{input_dim: 20, output_dim: 3}}, flatten, output]\n"
    )
    if not message:
        assert math.prod(make_plan(load([config])).plan.layers[-2].outputs) == 2 * 3
        return
    with pytest.raises(ConfigError) as refused:
        make_plan(load([config]))
    (problem,) = refused.value.problems
    assert problem.message == f"looks up whole numbers from 0 to 19, but {message}{advice}"


@pytest.mark.parametrize("kind", ["category: {coding: ordinal}", "ordinal: [w0, w1, w2]"])
def test_columns_that_give_fractions_are_no_codes(tmp_path: Path, kind: str) -> None:
    (tmp_path / "t.csv").write_text("x,c,y\n" + "".join(f"{n % 5},w{n % 3},{'ab'[n % 2]}\n" for n in range(40)))
    config = tmp_path / "c.yaml"
    config.write_text(
        f"data: {{path: t.csv, target: y, columns: {{x: {{number: {{scale: none}}}}, c: {{{kind}}}}}}}\n"
        "model: {layers: [identity, embedding: {input_dim: 9, output_dim: 2}, flatten, output]}\n"
    )
    with pytest.raises(ConfigError, match=f"'c' is {kind.partition(':')[0]}, which gives no whole numbers"):
        make_plan(load([config]))


@pytest.mark.parametrize("optimizer", ["rmsprop", "adadelta"])
def test_xla_compiles_some_optimizers_anew_where_codes_are_looked_up(tmp_path: Path, optimizer: str) -> None:
    """Two seconds a call, measured; so the plain graph is taken, and XLA is refused."""
    rows = [f"w{n % 4},{n % 7},{'yes' if n % 4 > 1 else 'no'}" for n in range(70)]
    (tmp_path / "table.csv").write_text("\n".join(["w,x,y", *rows]) + "\n")
    config = tmp_path / "c.yaml"
    config.write_text(f"{CODED}{EMBEDDED}train: {{optimizer: {optimizer}}}\n")
    assert make_plan(load([config])).plan.compiled == "graph"
    assert make_plan(load([config], ["train.optimizer=adam"])).plan.compiled == "xla"
    config.write_text(f"{CODED}{EMBEDDED}train:\n  optimizer: {optimizer}\n  compile: xla\n")
    with pytest.raises(ConfigError) as refused:
        make_plan(load([config]))
    assert str(refused.value).removeprefix(f"{tmp_path}/") == (
        f"{config.name}:5:12: train.compile: XLA would compile {optimizer} with an embedding anew at every call; leave "
        "compile out, or choose graph"
    )
