"""The parameters that a notebook declares in the cell tagged `parameters`, and the refusal of values that do not fit.

One line each, nothing else in that cell:

    const numTaps: number = 51; // integer in [3, 501]; taps; length of the filter
    const windowName: 'hann' | 'hamming' = 'hann'; // ; ; window that shapes the taps
"""

import difflib
import math
import re
from dataclasses import dataclass

import click

from . import literal

# Of the marks that end a type or begin a comment none is in a type, but in quotes: there all are.
_TYPE = r"""(?:[^='";/]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")+?"""
_LINE = re.compile(rf"^(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*(?::\s*(?P<type>{_TYPE}))?\s*=(?!=)\s*(?P<rest>.+)$")
# Where TypeScript has a line end; Python knows more of them.
_NEWLINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_INTERVAL = re.compile(r"^(?:(?P<integer>integer)\b\s*)?(?:in\s*(?P<left>[\[(])(?P<low>[^,]+),(?P<high>[^,]+)(?P<right>[\])]))?$")


class ParameterError(click.ClickException, ValueError):
    """A parameter that a notebook does not have, or a value that it does not take. (click, and so papermill, prints it
    without a traceback.)"""


def _bound(text):
    text = text.strip().replace("−", "-")
    if text in ("∞", "+∞"):
        return math.inf
    if text == "-∞":
        return -math.inf
    value = literal.read(text)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        raise ValueError(f"{text} is no end of a range: expected a number, ∞ or -∞")
    return float(value)


@dataclass(frozen=True)
class Interval:
    text: str
    low: float
    high: float
    open_low: bool
    open_high: bool

    def __contains__(self, value):
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below


@dataclass(frozen=True)
class Parameter:
    name: str
    type: str
    default: object
    comment: str
    integer: bool
    interval: Interval | None
    choices: tuple | None
    unit: str
    meaning: str

    @property
    def valid(self):
        """The valid values in words: 'integer in [3, 501]'."""
        if self.choices:
            return " | ".join(literal.write(choice) for choice in self.choices)
        is_list = self.type.endswith("[]")
        kind = "integer" if self.integer else _inner(self.type) if is_list else self.type
        words = f"list of {kind}s" if is_list else kind
        return f"{words} in {self.interval.text}" if self.interval else words

    @property
    def help(self):
        """Range, unit and meaning on one line."""
        return "; ".join(part for part in (self.valid, self.unit, self.meaning) if part)

    def accepts(self, value):
        """Whether a value is of the type and in the range."""
        return self._accepts_one(value, self.type)

    def _accepts_one(self, value, kind):
        if kind.endswith("[]"):
            return isinstance(value, list) and all(self._accepts_one(item, _inner(kind)) for item in value)
        choices = _choices(kind)
        if choices:
            return any(value == choice and type(value) is type(choice) for choice in choices)
        if kind == "boolean":
            return isinstance(value, bool)
        if kind == "string":
            return isinstance(value, str)
        if kind != "number":
            return True
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        value = literal.as_double(value)
        if math.isnan(value):
            return False
        if self.integer and not float(value).is_integer():
            return False
        return value in self.interval if self.interval else not self.integer or math.isfinite(value)

    def parse(self, text):
        """A value from the command line: text stays text, everything else is read as a literal."""
        if self.type == "string":
            return text
        if self.choices and all(isinstance(choice, str) for choice in self.choices):
            return text if text in self.choices else text.strip()
        try:
            return literal.read(text)
        except ValueError:
            return text


def _inner(kind):
    """Of what a list is a list."""
    inner = kind.removesuffix("[]").strip()
    return inner[1:-1].strip() if inner.startswith("(") and inner.endswith(")") else inner


def _choices(kind):
    """The members of a union of literals; None for any other type."""
    if "'" not in kind and '"' not in kind and "|" not in kind:
        return None
    found = []
    while True:
        try:
            value, kind = literal.read_prefix(kind.strip().lstrip("|"))
        except ValueError:
            return None
        found.append(value)
        kind = kind.strip()
        if not kind:
            return tuple(found)
        if not kind.startswith("|"):
            return None


def _infer(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, list):
        return f"{_infer(value[0]) if value else 'unknown'}[]"
    return "string" if isinstance(value, str) else "unknown"


def _parse_line(line):
    match = _LINE.match(line)
    if not match:
        raise ValueError("expected `const name: type = value; // range; unit; meaning`")
    default, rest = literal.read_prefix(match["rest"])
    end = re.match(r"^\s*;?\s*(?://\s*(?P<comment>.*))?$", rest)
    if not end:
        raise ValueError(f"unexpected {rest.strip()} after the value")
    comment = (end["comment"] or "").strip()
    limits, unit, meaning = (part.strip() for part in (comment.split(";", 2) + ["", ""])[:3])
    interval = _INTERVAL.match(limits)
    if not interval:
        raise ValueError(f"the range {limits!r} is not understood: expected `[integer ]in [low, high]`, with ( or ) for an end that is not included")
    bounds = None
    if interval["left"]:
        text = f"{interval['left']}{interval['low'].strip()}, {interval['high'].strip()}{interval['right']}"
        bounds = Interval(text, _bound(interval["low"]), _bound(interval["high"]), interval["left"] == "(", interval["right"] == ")")
    kind = match["type"] or _infer(default)
    return Parameter(match["name"], kind, default, comment, bool(interval["integer"]), bounds, _choices(kind), unit, meaning)


def parse_cell(source, strict=True):
    """The parameters that a cell declares. With `strict` a line that is not understood is an error, otherwise left out."""
    found = []
    for number, line in enumerate(_NEWLINE.split(source), start=1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        try:
            parameter = _parse_line(line)
            if any(parameter.name == other.name for other in found):
                raise ValueError(f"{parameter.name} is declared twice")
            found.append(parameter)
        except ValueError as error:
            if strict:
                raise ParameterError(f"Line {number} of the parameters cell: {error}\n  {line}") from None
    return found


def tagged_cell(notebook, tag):
    """The first cell with a tag, or None."""
    return next((cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])), None)


def cell_number(notebook, index):
    """The number, from 1, of the cell at `index` as readers count: without the cell that papermill has put in."""
    return sum("injected-parameters" not in cell.metadata.get("tags", []) for cell in notebook.cells[: index + 1])


def declared(notebook, strict=True):
    """The parameters of a notebook; none if it has no cell tagged `parameters`."""
    cell = tagged_cell(notebook, "parameters")
    return parse_cell(cell.source, strict) if cell else []


def unknown(name, parameters):
    """What to say about a name that does not exist."""
    close = difflib.get_close_matches(name, [parameter.name for parameter in parameters], n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    valid = "; ".join(f"{parameter.name}: {parameter.valid}" for parameter in parameters)
    return f"Unknown parameter {name}.{hint} Valid: {valid}." if parameters else f"Unknown parameter {name}: this notebook has no parameters."


def undo_yaml(value):
    """papermill reads -y and -f as YAML 1.1, for which 1e-7 is a text."""
    return float(value) if isinstance(value, str) and re.fullmatch(r"[+-]?\d+[eE][+-]?\d+", value) else value


def check(values, parameters):
    """Refuses names that do not exist and values that do not fit, all of them in one error."""
    by_name = {parameter.name: parameter for parameter in parameters}
    problems = []
    for name, value in values.items():
        if name not in by_name:
            problems.append(unknown(name, parameters))
        elif not by_name[name].accepts(value):
            parameter = by_name[name]
            about = "; ".join(part for part in (parameter.unit, parameter.meaning) if part)
            raw = "" if isinstance(value, str) or not parameter.accepts(str(value)) else " (papermill passes text with -r)"
            problems.append(f"Parameter {name} = {literal.write(value)} is refused: must be {parameter.valid}{f' ({about})' if about else ''}{raw}.")
    if any(name in by_name for name in values) and problems and len(parameters) > 1:
        problems.append("Parameters of this notebook: " + ", ".join(by_name) + ".")
    if problems:
        raise ParameterError("\n".join(problems))
