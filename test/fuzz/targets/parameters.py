"""Does with parameters what `npm run report` does between the command line and the kernel: {"notebook": path, "texts": {name: text}} a line on standard
input; {"cell": the injected cell}, {"refused": why} or {"error": …} a line on standard output."""

import json
import sys
import traceback

import nbformat
from polezero_report.parameters import ParameterError, declared
from polezero_report.run import applicable
from polezero_report.translator import TypeScriptTranslator, declared_parameters

for line in sys.stdin:
    request = json.loads(line)
    try:
        path = request["notebook"]
        values = applicable([path], request["texts"])[path]
        declared_parameters.set(declared(nbformat.read(path, as_version=4)))
        answer = {"cell": TypeScriptTranslator.codify(values)}
    except ParameterError as error:
        answer = {"refused": error.message}
    except Exception:  # noqa: BLE001 - the caller is told, and goes on
        answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
