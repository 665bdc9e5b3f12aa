"""Keras -> LiteRT: the network with its weights as one file that needs no TensorFlow."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nettrain.errors import InterruptedRunError
from nettrain.quiet import quiet


class ExportError(Exception):
    """LiteRT cannot take the network; says why."""


def to_litert(tf: Any, network: Any, batch: int) -> bytes:
    """Return a LiteRT model that takes `batch` rows at a time: with a fixed number it takes recurrent layers too.

    The weights become constants of the model (`stateless_call`), for LiteRT's variables do not outlast the conversion.
    Raises ExportError where an operation is none of LiteRT's own.
    """
    trained = [weight.numpy() for weight in network.trainable_variables]
    others = [weight.numpy() for weight in network.non_trainable_variables]

    def outputs(rows: Any) -> Any:
        weights = ([tf.constant(value) for value in values] for values in (trained, others))
        return network.stateless_call(*weights, rows, training=False)[0]

    rows = tf.TensorSpec((batch, *network.input_shape[1:]), tf.float32)
    try:
        with warnings.catch_warnings(), quiet(), _unlogged():
            warnings.simplefilter("ignore")  # of what the converter does on its own account
            made = tf.function(outputs, autograph=False).get_concrete_function(rows)
            content: bytes = tf.lite.TFLiteConverter.from_concrete_functions([made]).convert()
    except InterruptedRunError:  # a signal, whatever was just done
        raise
    except Exception as error:
        raise ExportError(reason(error)) from None
    return content


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep off the screen what the converter logs: where a progress bar is shown, it would not go to descriptor 2."""
    logger = logging.getLogger("absl")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def reason(error: Exception) -> str:
    """Return what LiteRT says in a page of text, in one line; of an error without text, its name."""
    message = str(error).strip() or type(error).__name__
    lacking = sorted(set(re.findall(r"'tf\.(\w+)' op is neither", message)))
    return f"LiteRT has no {', '.join(lacking)}" if lacking else message.splitlines()[-1][:200]
