"""Modules may be imported while another thread imports NumPy: who asks for a part of NumPy waits for the whole first.

`from numpy.typing import NDArray` does not: Python takes the package from sys.modules, half made as it is there, and
loads the part; NumPy's modules import each other in a circle, and one of the two threads finds a name missing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nettrain

FILES = sorted(Path(nettrain.__file__).parent.rglob("*.py"))


def numpy_first(tree: ast.Module) -> bool:
    """Return whether what is imported of NumPy stands behind `import numpy` in the same module or function."""
    return all(_asked(tree.body, [False]))


def _asked(body: list[ast.stmt], whole: list[bool]) -> Iterator[bool]:
    for node in body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _asked(node.orelse, whole)
        elif isinstance(node, ast.Import):
            whole[-1] |= any(name.name == "numpy" for name in node.names)
            yield from (any(whole) for name in node.names if name.name.startswith("numpy."))
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").startswith("numpy."):
                yield any(whole)
            whole[-1] |= node.module == "numpy"
        else:
            own = [*whole, False] if isinstance(node, ast.FunctionDef | ast.ClassDef) else whole
            for field in ("body", "handlers", "orelse", "finalbody"):
                yield from _asked(getattr(node, field, []), own)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("import numpy as np\nfrom numpy.typing import NDArray", True),
        ("from numpy.typing import NDArray\nimport numpy as np", False),
        ("from numpy.typing import NDArray", False),
        ("import numpy.random", False),
        ("if TYPE_CHECKING:\n    from numpy.typing import NDArray", True),
        ("import numpy\ndef f():\n    from numpy.lib import format", True),
        ("def f():\n    import numpy\ndef g():\n    from numpy.lib import format", False),
        ("with a:\n    from numpy.lib import format", False),
        ("try:\n    a\nexcept b:\n    from numpy.lib import format", False),
    ],
)
def test_what_is_told_apart(text: str, holds: bool) -> None:
    assert numpy_first(ast.parse(text)) is holds


def test_the_whole_of_numpy_comes_first() -> None:
    assert len(FILES) > 100
    assert [str(file) for file in FILES if not numpy_first(ast.parse(file.read_text()))] == []
