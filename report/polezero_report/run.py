"""Executes one notebook and writes its report; says on stdout how far it is, one JSON object per line.

    python -m polezero_report.run notebook.ipynb executed.ipynb report.html '{"numTaps": "31"}'

With `--check notebook.ipynb … -- '{"numTaps": "31"}'` it only says which parameters each notebook takes."""

import errno
import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
import papermill
from nbconvert import HTMLExporter
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from .engine import CheckedEngine
from .parameters import ParameterError, cell_number, check, declared, unknown
from .preprocessor import failure, without_markers


def say(**event):
    print(json.dumps(event), flush=True)


class SpeakingEngine(CheckedEngine):
    """Says which cell begins. A kernel that dies becomes an error of the cell in which it died."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **kwargs):
        begin, notebook, running = nb_man.cell_start, nb_man.nb, []

        def cell_start(cell, cell_index=0, **rest):
            running[:] = [cell_index]
            say(event="cell", cell=cell_number(notebook, cell_index), cells=cell_number(notebook, len(notebook.cells)))
            return begin(cell, cell_index, **rest)

        nb_man.cell_start = cell_start
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        except Exception as error:
            if not running:
                raise
            name, value = type(error).__name__, str(error)
            cell = nb_man.nb.cells[running[0]]
            cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"]))
            return nb_man.nb


papermill_engines.register("speaking", SpeakingEngine)


def read(path):
    return nbformat.read(path, as_version=4)


def applicable(paths, texts):
    """For each notebook, those of the parameters that it has, read and checked. A name that none of them has is refused."""
    every = {path: of_notebook(path, lambda path=path: declared(read(path))) for path in paths}
    known = {parameter.name: parameter for parameters in every.values() for parameter in parameters}
    for name in texts:
        if name not in known:
            raise ParameterError(unknown(name, list(known.values())))
    found = {}
    for path, parameters in every.items():
        found[path] = {parameter.name: parameter.parse(texts[parameter.name]) for parameter in parameters if parameter.name in texts}
        of_notebook(path, lambda path=path, parameters=parameters: check(found[path], parameters))
    return found


def of_notebook(path, look):
    """What `look` finds; its errors name the notebook."""
    try:
        return look()
    except ParameterError as error:
        raise ParameterError(f"{Path(path).name}: {error.message}") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, TypeError, KeyError) as error:
        raise ParameterError(f"{Path(path).name} is no notebook, or is damaged: {error}") from None


def export(executed, source, report):
    """The report of an executed notebook, as it would be exported at the place of its source."""
    exporter = HTMLExporter(template_name="polezero")
    place = {"metadata": {"path": str(source.parent), "name": source.stem}}
    html, _ = exporter.from_notebook_node(read(executed), resources=place)
    try:
        Path(report).write_text(html, encoding="utf-8")
    except OSError:
        Path(report).unlink(missing_ok=True)  # a full disk: half a page is none
        raise


def run(source, executed, report, texts):
    """Returns the exit status: 0, or 1 after a cell failed; the report is written in both cases."""
    source = Path(source).resolve()
    parameters = applicable([str(source)], texts)[str(source)]
    start, status = time.monotonic(), 0
    try:
        papermill.execute_notebook(
            str(source),
            executed,
            parameters=parameters,
            engine_name="speaking",
            progress_bar=False,
            cwd=str(source.parent),
            request_save_on_cell_execute=False,  # twice per cell: with large outputs that took longer than the cells
        )
    except PapermillExecutionError as error:
        status = 1
        seconds = time.monotonic() - start
        failed = failure(without_markers(read(executed)))
        say(event="failed", cell=failed["cell"], cells=failed["cells"], name=error.ename, value=error.evalue, seconds=seconds)
    if report != "-":
        export(executed, source, report)
    if status == 0:
        say(event="done", seconds=time.monotonic() - start)
    return status


def leave_with_parent():
    """Interrupts this run when the process that started it is gone, kill -9 included: a kernel must not compute for nobody."""

    def wait():
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()


def main(arguments):
    try:
        if arguments[0] == "--check":
            divider = arguments.index("--")
            texts = json.loads(arguments[divider + 1])
            found = applicable(arguments[1:divider], texts)
            say(event="checked", parameters={path: {name: texts[name] for name in values} for path, values in found.items()})
            return 0
        leave_with_parent()
        return run(*arguments[:3], json.loads(arguments[3]))
    except ParameterError as error:
        say(event="refused", value=error.message)
        return 2
    except OSError as error:
        say(event="failed", name=type(error).__name__, value=str(error), code=errno.errorcode.get(error.errno))
        return 1
    except Exception as error:  # noqa: BLE001 - a dead kernel, a broken notebook file: told like any other failure
        say(event="failed", name=type(error).__name__, value=str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
