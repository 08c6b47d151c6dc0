"""Reads cells of parameters: {"cell": text, "texts": values for them} a line on standard input; {"parameters": [{"name", "written": its default}, …]},
{"refused": why} or {"error": …} a line on standard output."""

import json
import math
import sys
import traceback

import papermill  # noqa: F401 - first, since it loads ours
from polezero_report import literal
from polezero_report.parameters import ParameterError, check, parse_cell
from polezero_report.translator import TypeScriptTranslator, declared_parameters


def same(a, b):
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and math.isnan(a):
        return isinstance(b, float) and math.isnan(b)
    return isinstance(a, bool) == isinstance(b, bool) and a == b


def comes_back(value):
    written = literal.write(value)
    again = literal.read(written)
    if not same(value, again):
        raise AssertionError(f"{value!r} is written as {written}, which is read as {again!r}")
    return written


def try_values(parameters, texts):
    """Whatever is typed is taken, and then can be written, or refused."""
    for parameter in parameters:
        for text in texts:
            value = parameter.parse(text)
            try:
                check({parameter.name: value}, parameters)
            except ParameterError as error:
                if parameter.name not in error.message:
                    raise AssertionError(f"does not name {parameter.name}: {error.message}") from error
                continue
            if not parameter.accepts(value):
                raise AssertionError(f"{parameter.name} = {value!r} is taken, and is not valid")
            comes_back(value)


def injected(parameters):
    """The cell that is made of the defaults declares the same parameters."""
    valid = [parameter for parameter in parameters if parameter.accepts(parameter.default)]
    declared_parameters.set(parameters)
    cell = TypeScriptTranslator.codify({parameter.name: parameter.default for parameter in valid})
    again = parse_cell(cell)
    for before, after in zip(valid, again, strict=True):
        for field in ("name", "type", "comment", "integer", "interval", "choices", "unit", "meaning"):
            if getattr(before, field) != getattr(after, field):
                raise AssertionError(f"{field} of {before!r} becomes {getattr(after, field)!r} in {cell!r}")
        if not same(before.default, after.default):
            raise AssertionError(f"{before.default!r} becomes {after.default!r} in {cell!r}")


def answer(cell, texts):
    lenient = parse_cell(cell, strict=False)
    try:
        parameters = parse_cell(cell)
    except ParameterError as error:
        error.message.encode()
        return {"refused": error.message}
    if lenient != parameters and "nan" not in repr(parameters):
        raise AssertionError(f"{lenient!r} where all must be right, {parameters!r} where that must not be")
    try_values(parameters, texts)
    injected(parameters)
    for parameter in parameters:
        f"{parameter.valid} {parameter.help}".encode()
    return {"parameters": [{"name": parameter.name, "written": comes_back(parameter.default)} for parameter in parameters]}


for line in sys.stdin:
    request = json.loads(line)
    try:
        said = answer(request["cell"], request["texts"])
    except Exception:  # noqa: BLE001 - the caller is told, and goes on
        said = {"error": traceback.format_exc()}
    print(json.dumps(said), flush=True)
