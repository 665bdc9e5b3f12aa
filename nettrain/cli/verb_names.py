"""The verbs, and which one is meant by a word that is none."""

from __future__ import annotations

VERBS = ("init", "check", "fit", "eval", "predict", "show", "report", "compare", "list", "schema", "doctor")
"""Each is a file in verbs/ with a function `verb`; the order is that of --help."""
BORROWED = {
    **dict.fromkeys(("train", "run", "start", "resume"), "fit"),
    **dict.fromkeys(("test", "evaluate", "score"), "eval"),
    **dict.fromkeys(("infer", "inference", "apply"), "predict"),
    **dict.fromkeys(("validate", "lint"), "check"),
    **dict.fromkeys(("new", "create"), "init"),
    "help": "--help",
    "version": "--version",
}
"""Words of other tools, and what stands for them here."""


def meant_by(word: str) -> str:
    """Return "did you mean 'nettrain fit'?" for a first argument that is no verb, or else what there is; "" for one."""
    from nettrain.errors import listing
    from nettrain.nearest import nearest

    if not word or word.startswith("-") or word in VERBS:
        return ""
    near = dict.fromkeys(BORROWED.get(name, name) for name in nearest(word, (*VERBS, *BORROWED)))
    if not near:
        return f"choose from {listing(VERBS)}"
    return f"did you mean {' or '.join(repr(f'nettrain {name}') for name in near)}?"
