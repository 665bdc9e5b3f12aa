"""entity_embedding: where vectors and quantities go, against a table looked up by hand, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from nettrain.components.layers.core.entity_embedding import EntityEmbedding
from nettrain.components.layout import Layout, MisfitError, Slot
from nettrain.config.load import load
from nettrain.errors import ConfigError
from nettrain.plan.making import make_plan

NUMBER, CODES, MORE = Slot("n", "number", 0, 2), Slot("c", "category", 2, 1, 3), Slot("d", "category", 4, 1, 2)
LAYOUTS = {
    "codes between quantities": (Layout((5,), (NUMBER, CODES, Slot("m", "number", 3, 1), MORE)), [0, 1, 3], [2, 4]),
    "codes alone": (Layout((2,), (CODES._replace(start=0), MORE._replace(start=1))), [], [0, 1]),
}


@pytest.mark.parametrize(("inputs", "rest", "coded"), LAYOUTS.values(), ids=LAYOUTS)
def test_quantities_stay_and_codes_become_vectors(inputs: Layout, rest: list[int], coded: list[int]) -> None:
    layer = EntityEmbedding(output_dim=4).placed(inputs)
    model = keras.Sequential([keras.Input(inputs.shape), layer.build(keras)])
    assert layer.shape(inputs.shape) == model.output_shape[1:] == (len(rest) + 8,)
    assert layer.params(inputs.shape) == model.count_params() == 5 * 4
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(6, inputs.size)).astype("float32")
    rows[:, coded] = np.column_stack([rng.integers(0, 3, 6), 3 + rng.integers(0, 2, 6)])
    table = model.weights[0].numpy()
    wanted = [[*row[rest], *(number for place in coded for number in table[int(row[place])])] for row in rows]
    np.testing.assert_array_equal(model(rows), np.array(wanted, "float32"))
    again = keras.Sequential.from_config(model.get_config())
    again.weights[0].assign(model.weights[0])
    np.testing.assert_array_equal(again(rows), model(rows))


REFUSED = {
    "no codes": (Layout((2,), (NUMBER,)), "finds no column that gives codes"),
    "steps": (Layout((3, 2), (NUMBER,)), "takes rows of shape (width), but rows of shape (3, 2) reach it"),
    "behind another layer": (Layout((8,)), "finds no column that gives codes"),
}


@pytest.mark.parametrize(("inputs", "message"), REFUSED.values(), ids=REFUSED)
def test_tables_without_codes_are_refused(inputs: Layout, message: str) -> None:
    with pytest.raises(MisfitError) as misfit:
        EntityEmbedding(output_dim=4).placed(inputs)
    assert str(misfit.value).startswith(message)


@pytest.mark.parametrize(
    ("first", "message"),
    {
        "entity_embedding: 2": None,
        "dense: 2": "begin with entity_embedding, or choose another coding",
        "embedding: {input_dim: 9, output_dim: 2}": "drop it, or begin with entity_embedding",
    }.items(),
)
def test_the_first_layer_of_a_table_with_codes(first: str, message: str | None, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,c,y\n" + "".join(f"{n * 0.5},w{n % 3},{'ab'[n % 2]}\n" for n in range(40)))
    config = tmp_path / "c.yaml"
    config.write_text(
        "data: {path: t.csv, target: y, columns: {c: {category: {coding: embedding}}}}\n"
        f"model: {{layers: [{first}, output]}}\n"
    )
    if message:
        with pytest.raises(ConfigError, match=message):
            make_plan(load([config], (), None))
        return
    plan = make_plan(load([config], (), None)).plan
    first_layer = plan.layers[0]
    assert (first_layer.inputs, first_layer.outputs, first_layer.params) == ((2,), (3,), 4 * 2)
