"""Runs a file of jupyter_kernel_test classes and prints, as JSON, what became of each test.

    KERNEL=tslab .venv/bin/python bench/kernel/run_suite.py test/kernel/conformance/jupyter_kernel_test_suite.py
"""

import json
import signal
import sys
import unittest
from pathlib import Path

SECONDS_PER_TEST = 60


class Outcomes(unittest.TestResult):
    """Remembers one word for each test; a subtest that fails, fails its test."""

    def __init__(self):
        super().__init__()
        self.of = {}

    def startTest(self, test):
        super().startTest(test)
        self.of[test.id()] = "passed"
        signal.alarm(SECONDS_PER_TEST)

    def stopTest(self, test):
        signal.alarm(0)
        super().stopTest(test)

    def _mark(self, test, outcome):
        name = getattr(test, "test_case", test).id()
        if self.of.get(name) != "failed":
            self.of[name] = outcome

    def addFailure(self, test, err):
        self._mark(test, "failed")

    def addError(self, test, err):
        self._mark(test, "failed")

    def addSkip(self, test, reason):
        self._mark(test, "skipped")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._mark(test, "failed")


def give_up(signum, frame):
    # Some of the suite's waits have no limit of their own.
    raise TimeoutError(f"no answer within {SECONDS_PER_TEST} s")


def main(file):
    signal.signal(signal.SIGALRM, give_up)
    sys.path.insert(0, str(Path(file).parent))
    tests = unittest.defaultTestLoader.loadTestsFromName(Path(file).stem)
    total = tests.countTestCases()
    outcomes = Outcomes()
    tests.run(outcomes)
    names = {outcome: sorted(name.split(".")[-1] for name, was in outcomes.of.items() if was == outcome)
             for outcome in ("passed", "failed", "skipped")}
    # Tests whose class cannot start its kernel are not even run.
    failed = total - len(names["passed"]) - len(names["skipped"])
    print(json.dumps({"total": total, "passed": len(names["passed"]), "failed": failed,
                      "failing": names["failed"], "skipped": names["skipped"]}))


main(sys.argv[1])
