"""PyYAML's syntax errors in the words of somebody who writes a config."""

from __future__ import annotations

import re

from yaml.error import Mark, MarkedYAMLError

QUOTE = "put text with special characters in quotes"
INDENT = "check the indentation"

COLON = f"{INDENT}, see that a space follows each colon of the lines above, or put text that contains ': ' in quotes"

ADVICE: tuple[tuple[str, str], ...] = (
    (r"found character '\\t'", "a tab cannot stand here: use spaces"),
    (r"found character '(.)'", r"text cannot begin with '\1': put it in quotes"),
    (r"could not find expected ':'", f"expected 'key: value', found no colon and space after this text; {INDENT}"),
    (r"sequence entries are not allowed here", "'- ' cannot stand here: begin the list on the line below its key"),
    (r"mapping values are not allowed here", "a ': ' cannot stand here: " + COLON),
    (r"mapping keys are not allowed here", f"'? ' cannot stand here: {QUOTE}"),
    (r"expected alphabetic or numeric character", "text cannot begin with '&' or '*': put it in quotes"),
    (r"found unknown escape character '(.*)'", r"'\\\1' means nothing in double quotes: use single quotes"),
    (r"expected escape sequence of (\d+)", r"expected \1 hexadecimal digits here, or use single quotes"),
    (r"expected chomping or indentation indicators", "text cannot begin with '|' or '>': put it in quotes"),
    (r"expected indentation indicator", "text cannot begin with '|' or '>': put it in quotes"),
    (r"expected a comment or a line break", "text cannot begin with '|' or '>': put it in quotes"),
    (r"expected <block end>, but found '-'", f"this '- ' does not line up with what stands above: {INDENT}"),
    (r"expected <block end>", f"this does not line up with what stands above: {INDENT}, and {QUOTE}"),
    (r"expected '<document start>'", "nothing can follow here: the value has ended above"),
    (r"expected the node content, but found '<stream end>'", "the text ends here with a bracket still open: close it"),
    (r"expected the node content, but found '<.*>'", "expected a value here, found none"),
    (r"expected the node content, but found '(.)'", r"expected a value here, found '\1'; put text in quotes"),
    (r"undefined tag handle", "tags (words that begin with '!') are not taken: put the text in quotes"),
    (r"incompatible YAML document", "expected YAML 1.2: take the line that begins with % away"),
)


def plain_words(error: MarkedYAMLError) -> tuple[str, Mark | None]:
    """Return what is wrong, and where: at what was never closed, else where reading stopped."""
    problem, began = error.problem or "", error.context_mark
    if "unexpected end of stream" in problem or "unexpected document separator" in problem:
        return "the quote that opens here is never closed", began
    if re.search(r"expected ',' or '.', but got '<stream end>'", problem):
        return "the bracket that opens here is never closed", began
    if (found := re.search("expected ',' or '(.)'", problem)) and began:
        opened = f"the bracket that opens at line {began.line + 1}, column {began.column + 1}"
        return f"expected ',' or '{found[1]}' for {opened}", error.problem_mark
    for pattern, words in ADVICE:
        if found := re.search(pattern, problem):
            return found.expand(words), began if "expected ':'" in problem else error.problem_mark
    return f"this is not YAML: {problem} {error.context or ''}".rstrip(), error.problem_mark or began
