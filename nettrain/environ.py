"""The process's environment, complete before threads look into it.

A variable that is added may move the table through which getenv walks, and Polars calls getenv in every query, in
threads of its own: a fit now and then ended by a segmentation fault in getenv while TensorFlow was imported beside it.
One that is there already is only replaced, which harms nobody.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

NUMPY: Mapping[str, str] = {"OPENBLAS_MAIN_FREE": "1"}
"""What the import of NumPy sets."""
LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
TENSORFLOW: Mapping[str, str] = {
    **NUMPY,
    LOG_LEVEL: "3",
    "ENABLE_RUNTIME_UPTIME_TELEMETRY": "1",
    "HDF5_PLUGIN_PATH": "disable",
    "KERAS_BACKEND": "tensorflow",
    "TF2_BEHAVIOR": "1",
    "TPU_ML_PLATFORM": "Tensorflow",
    "TPU_ML_PLATFORM_VERSION": "",
}
"""What the import of TensorFlow and Keras sets, or is to find."""


def settle(variables: Mapping[str, str]) -> None:
    """Set those of the variables that are not set yet."""
    for name, value in variables.items():
        os.environ.setdefault(name, value)
