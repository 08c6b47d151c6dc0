"""jupyter_kernel_test with the samples in Python, for ipykernel: the reference that the TypeScript kernels are seen beside."""

import os

import jupyter_kernel_test

KERNEL = os.environ["KERNEL"]


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('oops', file=sys.stderr)"
    completion_samples = [{"text": "import zipi", "matches": {"zipimport"}}]
    complete_code_samples = ["1 + 1", "x = 1", "def f():\n  return 1\n\n", "'text'"]
    incomplete_code_samples = ["def f():", "x = [", "'''text", "if True:\n  1", "f(1,"]
    invalid_code_samples = ["x = = 3", "1 +* 2", "}{", "1x"]
    code_generate_error = "raise ValueError('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2, 3]", "result": "[1, 2, 3]"},
        {"code": "from IPython.display import HTML\nHTML('<b>rich</b>')", "mime": "text/html", "result": "<b>rich</b>"},
    ]
    code_display_data = [
        {"code": "from IPython.display import HTML, display\ndisplay(HTML('<b>shown</b>'))", "mime": "text/html"}
    ]
    code_history_pattern = "6 [*] 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output\nclear_output()"


class IopubWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True
