"""The command line: options -> one call into commands/; the only file that knows exit codes."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nettrain import errors

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome

DONE, GATE_FAILED, WRONG_CONFIG, WRONG_DATA, DIVERGED, RUN_IN_THE_WAY, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 5, 70, 130
CODES: dict[type[errors.NettrainError], int] = {
    errors.UsageError: WRONG_CONFIG,
    errors.ConfigError: WRONG_CONFIG,
    errors.DataError: WRONG_DATA,
    errors.DivergedError: DIVERGED,
    errors.RunError: RUN_IN_THE_WAY,
}
GLOBAL_FLAGS = ("-q", "--quiet", "-v", "--verbose", "--json")

app = typer.Typer(
    name="nettrain",
    help="Train, judge and save neural networks on CSV files from one YAML file.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[list[Path], typer.Argument(metavar="CONFIG...", help="YAML files; a later one overrules.")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", metavar="A.B=VALUE", help="Overrule one key, as in train.epochs=5.")
]
Seed = Annotated[int | None, typer.Option("--seed", help="Overrule the config's seed.")]
Json = Annotated[bool, typer.Option("--json", help="Make stdout one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but what failed.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")]
Run = Annotated[Path | None, typer.Argument(metavar="[RUN]", help="A run directory; the latest by default.")]


def command_line(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code."""
    try:
        app(_flags_behind_the_verb(arguments), prog_name="nettrain")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else DONE
    return DONE


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        from nettrain import __version__

        print(f"nettrain {__version__}")
        raise typer.Exit


@app.command()
def check(
    files: Files,
    sets: Sets = None,
    seed: Seed = None,
    print_config: Annotated[
        bool, typer.Option("--print-config", help="Show the resolved config, each value with where it comes from.")
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check config and data against each other, and show the plan. Trains nothing."""

    def verb() -> Outcome:
        if print_config:
            from nettrain.commands import resolved

            return resolved.run(files, sets or (), seed)
        from nettrain.commands import check

        return check.run(files, sets or (), seed)

    _carry_out(verb, json=json, quiet=quiet)


@app.command()
def fit(
    files: Files,
    sets: Sets = None,
    seed: Seed = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The run directory itself; runs/NAME/NUMBER by default.")
    ] = None,
    progress: Annotated[
        Literal["auto", "live", "plain", "json", "none"],
        typer.Option("--progress", help="How progress is shown on stderr; auto looks at the stream."),
    ] = "auto",
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a network into a new run, judge it on its test rows, and save it."""

    def verb() -> Outcome:
        gc.enable()
        from nettrain.commands import fit
        from nettrain.reporters.choose import reporting

        with reporting(results=not json, quiet=quiet, verbose=verbose, progress=progress) as show:
            return fit.run(files, sets or (), seed, output, show)

    _carry_out(verb, json=json, told=True)


@app.command("eval")
def evaluate(
    run: Run = None,
    data: Annotated[Path | None, typer.Option("--data", help="Judge all rows of this file instead.")] = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Judge a run on its test rows; the exit code says whether every gate holds."""

    def verb() -> Outcome:
        from nettrain.commands import evaluate
        from nettrain.reporters.choose import reporting

        with reporting(results=not json, quiet=quiet, verbose=verbose) as show:
            return evaluate.run(run, data, show)

    _carry_out(verb, json=json, told=True)


@app.command()
def predict(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run directory.")],
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A CSV; no label is wanted.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The CSV to write; stdout by default.")] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COLUMN", help="A column to put before the predictions.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Predict every row of a CSV; columns are matched by name."""

    def verb() -> Outcome:
        from nettrain.commands import predict
        from nettrain.reporters.choose import reporting

        with reporting(results=False, quiet=quiet, verbose=verbose) as show:
            return predict.run(run, data, output, keep or (), show)

    _carry_out(verb, json=json, quiet=quiet and output is not None)


@app.command()
def show(run: Run = None, json: Json = False) -> None:
    """Show what a run was, did and scored."""

    def verb() -> Outcome:
        from nettrain.commands import show

        return show.run(run)

    _carry_out(verb, json=json)


def _carry_out(verb: Callable[[], Outcome], *, json: bool = False, quiet: bool = False, told: bool = False) -> None:
    """Run a verb, print its outcome on stdout and its problems on stderr, and exit with the right code.

    `told`: the reporter has already said on stdout what there is to say.
    """
    try:
        outcome = verb()
        if json:
            from nettrain.rundir import json_text

            sys.stdout.write(json_text(outcome.document))
        elif not quiet and not told:
            sys.stdout.write(outcome.text + "\n")
        code = DONE if outcome.passed else GATE_FAILED
    except errors.InterruptedRunError as stopped:
        code = _say(stopped, 128 + stopped.signal)
    except errors.NettrainError as wrong:
        code = _say(wrong, CODES[type(wrong)])
    except KeyboardInterrupt:
        print("nettrain: interrupted", file=sys.stderr)
        code = INTERRUPTED
    except BrokenPipeError:
        code = 141
    except Exception:
        print(f"nettrain: this is a bug in nettrain; the report is in {_report()}", file=sys.stderr)
        code = BUG
    raise typer.Exit(code)


def _say(wrong: errors.NettrainError, code: int) -> int:
    for problem in wrong.problems:
        text = str(problem)
        print(text if problem.span.file else f"nettrain: {text}", file=sys.stderr)
    return code


def _report() -> Path:
    """Write down what went wrong; return where."""
    import platform
    import tempfile

    from nettrain import __version__

    text = (
        f"nettrain {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"command: {sys.argv}\n\n{traceback.format_exc()}"
    )
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.NamedTemporaryFile(
                "w", prefix="nettrain-bug-", suffix=".txt", dir=folder, delete=False, encoding="utf-8"
            ) as file:
                file.write(text)
            return Path(file.name)
        except OSError:
            continue
    return Path("(no folder could be written to)\n" + text)


def _flags_behind_the_verb(arguments: Sequence[str]) -> list[str]:
    """Move flags that every verb takes from before the verb to the end: `nettrain -q fit c.yaml` works too."""
    count = 0
    while count < len(arguments) and arguments[count] in GLOBAL_FLAGS:
        count += 1
    return [*arguments[count:], *arguments[:count]]
