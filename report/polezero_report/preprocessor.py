"""Prepares a notebook for the template: parameters, versions, neighbours, links, what went wrong.

It runs inside nbconvert's HTML exporter, so that `npm run report`, JupyterLab's export menu and plain nbconvert agree."""

import re
from datetime import datetime
from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from pygments.formatters import HtmlFormatter

from . import literal
from .output_markdown import output_markdown
from .parameters import cell_number, declared, parse_cell, tagged_cell
from .project import versions

_NUMBERED = re.compile(r"^\d\d-.*\.ipynb$")
# The target of a Markdown link or image, or of an HTML one.
_TARGET = re.compile(r"""(?P<before>\]\(\s*<?|\b(?:href|src)\s*=\s*["'])(?P<target>[^\s)"'<>]+)""")
_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
_FIGURE = "application/vnd.plotly.v1+json"


def title_of(notebook, fallback):
    """The first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = re.search(r"^#\s+(.+?)\s*#*$", cell.source, re.MULTILINE)
            if heading:
                return re.sub(r"</?[a-zA-Z][^>]*>|[*`$]", "", heading[1])
    return fallback


def neighbours(folder, name):
    """The numbered notebooks beside this one, in order, as (name, title); none if it is not one of them."""
    if not folder or not _NUMBERED.match(f"{name}.ipynb"):
        return []
    found = []
    for path in sorted(Path(folder).glob("*.ipynb")):
        if _NUMBERED.match(path.name):
            try:
                found.append((path.stem, title_of(nbformat.read(path, as_version=4), path.stem)))
            except (OSError, ValueError, nbformat.reader.NotJSONError):
                continue
    return found if name in [other for other, _ in found] else []


def relink(source, folder, siblings):
    """Links as they work from the reports' folder: a numbered neighbour's is its report, any other file keeps its place."""

    def retarget(match):
        target = match["target"]
        path, mark, fragment = target.partition("#")
        if not path or re.match(r"^([a-z][a-z0-9+.-]*:|/|attachment:)", path, re.IGNORECASE):
            return match[0]
        stem = path.removeprefix("./")
        if stem.endswith(".ipynb") and stem.removesuffix(".ipynb") in siblings:
            return f"{match['before']}{stem.removesuffix('.ipynb')}.html{mark}{fragment}"
        return f"{match['before']}../{folder}/{stem}{mark}{fragment}"

    def relink_text(text):
        # An image is read from its place and embedded: nbconvert needs the path as it is.
        return _TARGET.sub(lambda match: match[0] if _is_image(text, match) else retarget(match), text)

    return "".join(part if number % 2 else relink_text(part) for number, part in enumerate(_CODE.split(source)))


def _is_image(text, match):
    if not match["before"].startswith("]"):
        return match["before"].startswith("src")
    opening = text.rfind("[", 0, match.start())
    return opening > 0 and text[opening - 1] == "!"


def parameter_rows(notebook):
    """The parameters with their effective values: those of the injected cell where there is one."""
    defaults = declared(notebook, strict=False)
    injected = tagged_cell(notebook, "injected-parameters")
    given = {parameter.name: parameter.default for parameter in parse_cell(injected.source, strict=False)} if injected else {}
    return [
        {
            "name": parameter.name,
            "value": literal.write(given.get(parameter.name, parameter.default)),
            "default": literal.write(parameter.default),
            "changed": parameter.name in given and given[parameter.name] != parameter.default,
            "unit": parameter.unit,
            "valid": parameter.valid,
            "meaning": parameter.meaning,
        }
        for parameter in defaults
    ]


def plain_sizes(metadata):
    """Drops sizes that are not sizes from an output's metadata: nbconvert's template writes them into the page as they are."""
    for part in (metadata, *(value for value in metadata.values() if isinstance(value, dict))):
        for name in ("width", "height"):
            if name in part and not re.fullmatch(r"\d+(\.\d+)?(px|%)?", str(part[name])):
                del part[name]


def without_markers(notebook):
    """Without the two cells by which papermill points at a failed one: the report has its own way."""
    notebook.cells = [cell for cell in notebook.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
    return notebook


def _error_of(cell):
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}" if output.evalue else output.ename
    # Stock tslab writes its errors to stderr; papermill notes that there was one.
    return "see its output" if cell.metadata.get("papermill", {}).get("exception") else None


def failure(notebook):
    """The first cell that failed: where it is, its number as readers count, its execution count, and the error."""
    for index, cell in enumerate(notebook.cells):
        error = _error_of(cell)
        if error:
            return {
                "index": index,
                "cell": cell_number(notebook, index),
                "cells": cell_number(notebook, len(notebook.cells)),
                "count": cell.get("execution_count"),
                "error": error,
            }
    return None


def _moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def run_time(notebook):
    """Seconds that the run took, where papermill or JupyterLab wrote it down; else None."""
    whole = notebook.metadata.get("papermill", {}).get("duration")
    if whole is not None:
        return whole
    total, known = 0.0, False
    for cell in notebook.cells:
        times = cell.metadata.get("execution", {})
        start, end = times.get("iopub.execute_input") or times.get("iopub.status.busy"), times.get("shell.execute_reply")
        if start and end:
            total, known = total + (_moment(end) - _moment(start)).total_seconds(), True
    return total if known else None


def highlight_css():
    """Colours of the code, for light and dark pages."""
    light, dark = (HtmlFormatter(style=style).get_style_defs(".highlight") for style in ("default", "github-dark"))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"


class ReportPreprocessor(Preprocessor):
    """Fills `resources["polezero"]` for the template, and turns links between notebooks into links between reports."""

    def preprocess(self, notebook, resources):
        metadata = resources.setdefault("metadata", {})
        folder, name = metadata.get("path") or "", metadata.get("name") or "notebook"
        notebook = without_markers(notebook)
        siblings = neighbours(folder, name)
        names = [other for other, _ in siblings]
        place = names.index(name) if name in names else None
        parameters = parameter_rows(notebook)
        kernel = notebook.metadata.get("kernelspec", {}).get("name", "")

        has_math = False
        for index, cell in enumerate(notebook.cells):
            cell.metadata["index"] = index
            if cell.cell_type == "markdown":
                has_math = has_math or "$" in cell.source or r"\(" in cell.source or r"\begin" in cell.source
                if names:
                    cell.source = relink(cell.source, Path(folder).name, names)
            for output in cell.get("outputs", []):
                plain_sizes(output.get("metadata", {}))
                has_math = has_math or "text/latex" in output.get("data", {})

        notebook.metadata.setdefault("language_info", {})
        if notebook.metadata.get("kernelspec", {}).get("language") == "typescript":
            notebook.metadata.language_info["pygments_lexer"] = "typescript"
        notebook.metadata["title"] = title_of(notebook, name)
        resources["polezero"] = {
            "name": name,
            "parameters": parameters,
            "changed": [parameter["name"] for parameter in parameters if parameter["changed"]],
            "seed": next((parameter["value"] for parameter in parameters if parameter["name"] == "seed"), None),
            "versions": versions(folder or ".", kernel),
            "neighbours": siblings,
            "previous": siblings[place - 1] if place else None,
            "next": siblings[place + 1] if place is not None and place + 1 < len(siblings) else None,
            "highlight_css": highlight_css(),
            "failure": failure(notebook),
            "run_time": run_time(notebook),
            "has_math": has_math,
            "output_markdown": output_markdown,
            "has_figures": any(_FIGURE in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])),
        }
        return notebook, resources
