"""Accounts of verbs that ended in every way, for the forms that report them."""

from __future__ import annotations

from nettrain.errors import (
    ConfigError,
    DataError,
    DivergedError,
    InterruptedRunError,
    Problem,
    RunError,
    Span,
    UsageError,
)
from nettrain.events import Decided, Event, Judged
from nettrain.reporters.account import Account
from tests.reporters.events import CHECKED, OPENED, STREAM

HOSTILE = "a|b <i> & `c` \x00\x1b[31m \ud800 \ufffe ::error::x % ]]> \r\n_d_"
ERRORS: tuple[BaseException, ...] = (
    UsageError("expected at least one config file"),
    ConfigError(
        Problem(Span("a, b.yaml", 6, 7), "model.layers[0]", "no layer is named 'dens'; did you mean 'dense'?"),
        Problem(Span("a, b.yaml", 7, 16), "model.layers[1].dropout.rate", "expected a number below 1; got 100 %"),
        Problem(Span("--set train.epochs=ten"), "train.epochs", "expected a whole number"),
    ),
    DataError(Problem(Span("table.csv", 22), "c0", HOSTILE)),
    DivergedError("training diverged in epoch 1"),
    RunError("taken is not empty"),
    InterruptedRunError("stopped in epoch 3", 15),
    KeyboardInterrupt(),
    ZeroDivisionError("division by zero"),
)


def account(error: BaseException | None = None, events: int = len(STREAM), verb: str = "fit") -> Account:
    """Return the account of a verb that gave so many events of the stream and then ended, perhaps with an error."""
    made = Account(verb, "configs/demo.yaml")
    for event in STREAM[:events]:
        made(event)
    if error is not None:
        made.failed(error)
    return made


def evaluated() -> Account:
    """Return the account of an eval of the run that the stream made."""
    made = Account("eval", "")
    for event in (OPENED, *(event for event in STREAM if isinstance(event, (Decided, Judged)))):
        made(event)
    return made


def checked(*events: Event) -> Account:
    """Return the account of a check of several configs."""
    made = Account("check", "good.yaml a|b.yaml lost.yaml")
    for event in events:
        made(event)
    if problems := [problem for one in made.checked.values() for problem in one.problems]:
        made.failed(ConfigError(*problems))
    return made


ACCOUNTS = {
    "fit": account(),
    "check": account(events=0, verb="check"),
    "eval": evaluated(),
    "check --each": checked(*CHECKED),
    "check --each of good ones": checked(CHECKED[0]),
    **{type(error).__name__: account(error, 4) for error in ERRORS},
}
