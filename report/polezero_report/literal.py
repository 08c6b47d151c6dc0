"""TypeScript literals: the few that a parameters cell may hold, read and written."""

import json
import math
import re
import sys

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\$]|\\.)*`)
  | (?P<number>[+-]?\s*(?:0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?|Infinity|NaN))
  | (?P<word>true|false|null|undefined)
  | (?P<mark>[\[\],])
)""",
    re.VERBOSE,
)
_DEEPEST = 50
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}|(.))", re.DOTALL)


def _unescape(match):
    code = match[1] or match[2] or match[3]
    if not code:
        return _ESCAPES.get(match[4], match[4])
    number = int(code, 16)
    if number > sys.maxunicode:
        raise ValueError(f"there is no character {match[0]}")
    return chr(number)


def _text(quoted):
    """The text of a literal. A character may be written as two halves, as in UTF-16."""
    text = _ESCAPED.sub(_unescape, quoted[1:-1])
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _number(text):
    text = re.sub(r"[\s_]", "", text)
    if "nfinity" in text or "NaN" in text:
        return float(text.replace("Infinity", "inf"))
    if "x" not in text.lower() and re.search(r"[.eE]", text):
        return float(text)
    value = int(text, 16 if "x" in text.lower() else 10)
    return value if abs(value) <= 2**53 else as_double(value)


def as_double(value):
    """An integer of any length as TypeScript has it."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def read_prefix(text, depth=0):
    """The literal that a text begins with, and what follows it. ValueError if it begins with none."""
    if depth > _DEEPEST:
        raise ValueError(f"lists in lists, more than {_DEEPEST} deep")
    match = _TOKEN.match(text)
    if not match:
        raise ValueError(f"not a number, text, true, false, null or list of them: {text.strip()}")
    rest = text[match.end() :]
    if match["string"]:
        return _text(match["string"]), rest
    if match["number"]:
        return _number(match["number"]), rest
    if match["word"]:
        return _WORDS[match["word"]], rest
    if match["mark"] != "[":
        raise ValueError(f"unexpected {match['mark']}")
    items = []
    while not rest.lstrip().startswith("]"):
        item, rest = read_prefix(rest, depth + 1)
        items.append(item)
        rest = rest.lstrip()
        if rest.startswith(","):
            rest = rest[1:]
        elif not rest.startswith("]"):
            raise ValueError(f"a list that does not end: {text.strip()}")
    return items, rest.lstrip()[1:]


def read(text):
    """The value of a literal. ValueError for anything else."""
    value, rest = read_prefix(text)
    if rest.strip():
        raise ValueError(f"unexpected {rest.strip()}")
    return value


def write_string(value):
    inner = json.dumps(value)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"'{inner}'"


def write(value):
    """A value as a TypeScript literal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(write(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{write_string(str(key))}: {write(item)}' for key, item in value.items())}}}"
    return write_string(str(value))
