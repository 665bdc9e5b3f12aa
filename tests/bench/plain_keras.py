"""What people write without nettrain: python plain_keras.py FOLDER trains the CSVs of FOLDER with Keras.

No import of nettrain. Packages that Keras takes along only because they are installed stay out, as in an environment
that has none of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

LEFT_OUT = ("PIL", "jax", "matplotlib", "pandas", "scipy", "sklearn", "tensorboard", "torch")
TARGET, POSITIVE = "income", ">50K"


def main(folder: Path) -> None:
    """Train on train.csv with validation.csv, judge test.csv, save the network."""
    import keras
    import numpy as np
    import polars as pl

    sides = ("train", "validation", "test")
    train, validation, test = (pl.read_csv(folder / f"{side}.csv", infer_schema_length=None) for side in sides)
    numbers = [name for name, kind in train.schema.items() if kind.is_numeric()]
    words = [name for name in train.columns if name not in numbers and name != TARGET]
    mean, deviation = train[numbers].mean().to_numpy(), train[numbers].std().to_numpy()
    levels = {name: sorted(train[name].drop_nulls().unique()) for name in words}

    def encoded(frame: pl.DataFrame) -> tuple[Any, Any]:
        parts = [(frame[numbers].to_numpy() - mean) / deviation]
        for name in words:
            cells = frame[name]
            parts.append(np.stack([(cells == level).fill_null(False).to_numpy() for level in levels[name]], axis=1))
        return np.hstack(parts).astype("float32"), (frame[TARGET] == POSITIVE).to_numpy().astype("float32")

    keras.utils.set_random_seed(0)
    inputs, labels = encoded(train)
    hidden = [keras.layers.Dense(128, activation="relu") for _ in range(2)]
    network = keras.Sequential([keras.Input((inputs.shape[1],)), *hidden, keras.layers.Dense(1, activation="sigmoid")])
    network.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    network.fit(inputs, labels, batch_size=128, epochs=10, validation_data=encoded(validation), verbose=0)
    print(network.evaluate(*encoded(test), verbose=0))
    network.save(folder / "plain.keras")


if __name__ == "__main__":
    for name in LEFT_OUT:
        sys.modules[name] = None  # type: ignore[assignment]
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    main(Path(sys.argv[1]))
