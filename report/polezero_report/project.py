"""The project around a notebook or around this environment: its version, and those of what it runs on."""

import json
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

_PACKAGES = {
    "tslab": "tslab",
    "TypeScript": "@tslab/typescript-for-tslab",
    "TensorFlow.js": "@tensorflow/tfjs-node",
    "plotly.js": "plotly.js-dist",
}


def _manifest(folder):
    try:
        return json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def find_project(start):
    """The nearest folder at or above `start` with polezero's package.json; else the one that holds this environment."""
    for folder in (Path(start).resolve(), *Path(start).resolve().parents, Path(sys.prefix).parent):
        if _manifest(folder).get("name") == "polezero":
            return folder
    return None


@lru_cache
def _node_version(program):
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return None
    return answer.stdout.strip().removeprefix("v") or None


def _node(kernel):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        return _node_version(KernelSpecManager().get_kernel_spec(kernel).argv[0])
    except NoSuchKernel:
        return None


def versions(start, kernel):
    """Name → version of what a notebook runs on; leaves out what is not there."""
    project = find_project(start)
    found = {"polezero": _manifest(project).get("version") if project else None, "Node": _node(kernel)}
    for name, package in _PACKAGES.items():
        found[name] = _manifest(project / "node_modules" / package).get("version") if project else None
    return {name: version for name, version in found.items() if version}
