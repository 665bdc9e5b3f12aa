"""The formats of dates set anew for another file than those that a run was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nettrain.components.columns.date import Date, dated
from nettrain.config.adjusting import dates_otherwise
from nettrain.config.config import Config
from nettrain.config.merging import setting_span
from nettrain.data.encoding import FittedColumn
from nettrain.errors import UsageError, suggestion


def dates_asked(columns: Sequence[FittedColumn], sets: Sequence[str]) -> dict[str, str]:
    """Return the inputs whose format `sets` give, each with the setting. Raises UsageError for those of no date."""
    asked = dates_otherwise(sets)
    dates = [column.name for column in columns if isinstance(column.kind, Date)]
    for name, setting in asked.items():
        if name not in dates:
            hint = f"; {suggestion(name, dates)}" if dates else ""
            raise UsageError(f"{setting_span(setting).file}: '{name}' is no date that enters the network{hint}")
    return asked


def redated(columns: Sequence[FittedColumn], config: Config, asked: Mapping[str, str]) -> tuple[FittedColumn, ...]:
    """Return a run's inputs, those that are `asked` with their formats in `config`. Raises UsageError."""
    return tuple(
        column._replace(kind=_written(column, config, asked[column.name])) if column.name in asked else column
        for column in columns
    )


def _written(column: FittedColumn, config: Config, setting: str) -> Date:
    """Return a column's kind as it was trained, but for the format. Raises UsageError for one of another sort."""
    kind, given = column.kind, config.data.columns[column.name]
    assert isinstance(kind, Date)
    assert isinstance(given, Date)
    if given.format == "auto" or dated(given.format) != dated(kind.format):
        sort = "dates" if dated(kind.format) else "times of day"
        raise UsageError(f"{setting_span(setting).file}: expected a format of {sort}, as the run was trained with them")
    return kind.model_copy(update={"format": given.format})
