"""The command line: options -> one call into commands/; the only package that knows exit codes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from nettrain.cli.exits import DONE, UNREAD, WRONG_CONFIG, document_of, failed, say, unwritten, written
from nettrain.cli.keys import key_for_option
from nettrain.cli.verb_names import VERBS, meant_by
from nettrain.errors import UsageError

GLOBAL_FLAGS = ("-q", "--quiet", "-v", "--verbose", "--json")
PATHS = ("files", "run", "runs", "data", "output", "resume", "reference")
"""Parameters of the verbs that are paths: an empty text would be the folder that the command was started in."""


def command_line(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit code."""
    json = "--json" in arguments
    arguments = _flags_behind_the_verb(arguments)
    _take_a_shell(arguments)
    named = arguments[:1] if arguments and arguments[0] in VERBS else VERBS
    code = DONE
    try:
        made(named)(arguments, prog_name="nettrain")
    except SystemExit as ended:
        cause = ended.__context__
        if isinstance(cause, BrokenPipeError):  # for which Typer ends with 1
            return UNREAD
        if isinstance(cause, typer.Exit) and isinstance(cause.__cause__, KeyboardInterrupt):  # of which Typer is silent
            return failed(cause.__cause__, json=json)
        if told := _misused(cause):
            return _usage(told, arguments, json=json)
        code = ended.code if isinstance(ended.code, int) else DONE
    except OSError as refused:  # what Typer prints on its own: help, the version, a completion, how it is used
        told = _misused(refused.__context__)
        return _usage(told, arguments, json=json) if told else unwritten(refused)
    return code or written()


def made(verbs: Sequence[str]) -> typer.Typer:
    """Return the app with these verbs: a command imports its own verb only."""
    app = typer.Typer(
        name="nettrain",
        help="Train, judge and save neural networks on CSV files from one YAML file.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_options)
    for name in verbs:
        app.command(name, cls=_Verb)(import_module(f"nettrain.cli.verbs.{name}").verb)
    return app


class _Verb(TyperCommand):
    """A command whose users need not know that pydantic reads their options."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        try:
            return super().make_context(*given, **more)
        except typer.BadParameter as wrong:
            wrong.message = wrong.message.removeprefix("Value error, ")
            raise

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = {} if ctx.resilient_parsing else self.make_parser(ctx).parse_args([*args])[0]
        params: Sequence[Any] = self.params
        for param in params:
            value = given.get(param.name) if param.name in PATHS else None
            if "" in (value if isinstance(value, (list, tuple)) else [value]):
                raise typer.BadParameter("the path is empty; is it a variable that is not set?", ctx=ctx, param=param)
        return super().parse_args(ctx, args)


def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        from nettrain import __version__

        print(f"nettrain {__version__}")
        raise typer.Exit


def _misused(error: BaseException | None) -> str:
    """Return what Typer says of a command line that it does not take, "" if the error is another."""
    told = getattr(error, "format_message", None)
    return str(told()) if told else ""


def _usage(told: str, arguments: Sequence[str], *, json: bool) -> int:
    """Add to what Typer has said of a wrong command line; return the exit code."""
    if hint := meant_by(arguments[0] if arguments else "") or key_for_option(arguments):
        say(f"nettrain: {hint}")
    if json:
        document_of(UsageError(told, *([hint] if hint else [])), WRONG_CONFIG)
    return WRONG_CONFIG


def _flags_behind_the_verb(arguments: Sequence[str]) -> list[str]:
    """Move flags that verbs take from before the verb to right behind it: `nettrain -q fit c.yaml` works too.

    Where no verb comes they say nothing, wherever they stand.
    """
    count = 0
    while count < len(arguments) and arguments[count] in GLOBAL_FLAGS:
        count += 1
    rest = arguments[count:]
    if not rest or rest[0].startswith("-"):
        return [argument for argument in rest if argument not in GLOBAL_FLAGS]
    return [*rest[:1], *arguments[:count], *rest[1:]]


def _take_a_shell(arguments: Sequence[str]) -> None:
    """Have `--install-completion zsh` mean zsh: Typer takes no word there, but looks for the shell that it runs in."""
    if len(arguments) > 1 and arguments[0] in ("--install-completion", "--show-completion"):
        os.environ["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"
