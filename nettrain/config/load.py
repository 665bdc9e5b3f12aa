"""Files and settings to a Config that remembers where everything stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nettrain.config.binding import bind
from nettrain.config.config import Config
from nettrain.config.merging import merge, setting_span
from nettrain.config.nodes import MOST_BYTES, Entry, Node, parse
from nettrain.config.paths import Step, shown
from nettrain.config.places import find, in_full
from nettrain.endings import CONFIGS, DATA
from nettrain.errors import ConfigError, Problem, Span, UsageError, suggestion
from nettrain.text import command, option


class Origin(NamedTuple):
    """Where the files of a config stood before they were copied into a run."""

    folder: Path
    """What data paths are relative to."""
    first: Path
    """The first file, after which a run without a name is called."""


class Loaded(NamedTuple):
    """A config and where it came from; `texts` are the files' bytes, `folder` what data paths are relative to.

    `document` is the tree of all files and settings, every component spelled `name: {option: value}`; `sets` and `seed`
    are what the command line overruled.
    """

    config: Config
    document: Node
    files: tuple[Path, ...]
    texts: tuple[bytes, ...]
    folder: Path
    sets: tuple[str, ...] = ()
    seed: int | None = None

    def span(self, *path: Step) -> Span:
        """Return where the value of a path stands, or else what is nearest above it.

        The path names components too: `span("model", "layers", 2, "dense", "units")`.
        """
        node, place, _ = find(self.document, path)
        return place if isinstance(node.value, (dict, tuple)) else node.span

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of the data where the setting stands that it comes from, if it comes from one."""
        if not problem.key:
            return problem
        *above, last = problem.key
        alone = isinstance(last, int) and not isinstance(find(self.document, tuple(above))[0].value, tuple)
        key = tuple(above) if alone else problem.key
        settings = [shown(key[:end]) for end in range(2, len(key) + 1)]
        told = problem._replace(path="" if problem.path in settings else problem.path)
        return Problem(self.span(*key), settings[-1], str(told))

    def problem(self, path: tuple[Step, ...], message: str) -> Problem:
        """Return what is wrong at a path, or to be known of it, where it stands."""
        return Problem(self.span(*path), shown(path), message)


def load(
    files: Sequence[Path], sets: Sequence[str] = (), seed: int | None = None, origin: Origin | None = None
) -> Loaded:
    """Return the config that the files and then the settings give; what comes later wins.

    `origin` says where the files stood if they are copies.

    Raises UsageError where there is no config among the files or something else, ConfigError with all problems: of the
    text of every file and setting, or else of what they say.
    """
    if not files:
        raise UsageError("expected at least one config file")
    problems: list[Problem] = []
    texts: list[bytes] = []
    document: Node | None = None
    for file in files:
        if file.suffix in DATA:
            written = command("init", file, "--target", "COLUMN")
            raise UsageError(f"{file} is data, expected a config: {written} writes one")
        try:
            texts.append(_read(file))
            tree = in_full(parse(texts[-1], str(file)), Config)
            if document is None:
                document = tree
            elif tree.value != {}:  # a file that says nothing empties nothing
                document = merge(document, tree, Config)
        except ConfigError as found:
            problems += found.problems
    if problems or document is None:
        raise ConfigError(*problems)
    if sets:
        from nettrain.config.assigning import assign_all  # it is loaded where it is needed

        document = assign_all(document, sets, Config)
    if seed is not None:
        span = Span("--seed")
        document = merge(document, Node({"seed": Entry(span, Node(seed, span))}, span), Config)
    try:
        config = bind(document)
    except ConfigError as found:
        order = [*map(str, files), *(setting_span(setting).file for setting in sets), "--seed"]
        ranked = sorted(found.problems, key=lambda p: (order.index(p.span.file), p.span.line, p.span.column))
        raise ConfigError(*ranked) from None
    origin = origin or Origin(files[0].parent, files[0])
    if config.name is None:
        config = config.model_copy(update={"name": run_name(origin.first)})
    return Loaded(config, document, tuple(files), tuple(texts), origin.folder, tuple(sets), seed)


def load_text(text: bytes, file: Path) -> Loaded:
    """Return the config of a text as if it stood in `file`. Raises ConfigError."""
    document = in_full(parse(text, str(file)), Config)
    return Loaded(bind(document), document, (file,), (text,), file.parent)


def run_name(file: Path) -> str:
    """Return the name of the runs of a config that gives them none."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", file.stem).lstrip("._-")[:100] or "run"


def _read(file: Path) -> bytes:
    """Return the bytes of a file, as many as it takes to see that it is too large. Raises ConfigError."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        reason = f"there is no such file; {_near(file)}"
    except IsADirectoryError:
        reason = "this is a folder, expected a YAML file"
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    raise ConfigError(Problem(Span(str(file)), "", reason))


def _near(file: Path) -> str:
    """Say what may have been meant by a file that is not there."""
    path, sign, _ = str(file).partition("=")
    if sign and path.partition(".")[0] in Config.model_fields:
        return f"a key of the config is overruled with {option('--set', str(file))}"
    try:
        every = sorted(path.name for path in file.parent.iterdir() if path.suffix in CONFIGS)
    except OSError:
        return f"there is no folder {file.parent} either"
    names = [name for name in every if name.startswith(".") == file.name.startswith(".")]  # hidden: another tool's
    return suggestion(file.name, names) if names else f"{file.parent} holds no YAML file"
