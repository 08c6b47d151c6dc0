"""The public suite jupyter_kernel_test, every sample kind filled in but the pager (which only terminals have).

    KERNEL=tslab .venv/bin/python -m pytest test/kernel/conformance/jupyter_kernel_test_suite.py
"""

import os

import jupyter_kernel_test

KERNEL = os.environ.get("KERNEL", "tslab")

DISPLAY = {
    "tslab": "import { display } from 'tslab';\ndisplay.html('<b>shown</b>');",
    "deno": "await Deno.jupyter.display({ 'text/html': '<b>shown</b>' }, { raw: true })",
}
CLEAR = {"tslab": "clearOutput()", "deno": "await Deno.jupyter.broadcast('clear_output', { wait: false })"}
LANGUAGE = "deno" if KERNEL == "deno" else "tslab"


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.cei", "matches": {"ceil"}},
        {"text": "process.argv0.toUpp", "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1 + 1", "const x: number = 1;", "function f() {\n  return 1;\n}", "'text'"]
    incomplete_code_samples = ["function f() {", "const x = [", "`text", "if (true) {\n  1;", "f(1,"]
    invalid_code_samples = ["const = 3", "1 +* 2", "}{", "let 1x;"]
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2, 3]", "result": "[ 1, 2, 3 ]"},
        {"code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>rich</b>' }) })", "mime": "text/html", "result": "<b>rich</b>"},
    ]
    code_display_data = [{"code": DISPLAY[LANGUAGE], "mime": "text/html"}]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console.log"
    code_clear_output = CLEAR[LANGUAGE]


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True
