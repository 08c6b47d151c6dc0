"""Reads .safetensors files by the library that the format comes from: a path a line on standard input, {"tensors": …} or {"error": …} a line on
standard output; a tensor is its type, its shape and its bytes in hexadecimal digits."""

import json
import sys

import safetensors

for line in sys.stdin:
    try:
        with open(json.loads(line), "rb") as file:
            found = safetensors.deserialize(file.read())
        answer = {"tensors": [[name, tensor["dtype"], tensor["shape"], bytes(tensor["data"]).hex()] for name, tensor in found]}
    except Exception as error:  # noqa: BLE001 - the caller is told, and goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
