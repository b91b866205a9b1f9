# SPDX-License-Identifier: MIT
"""tests/hostile/attacks: a test that is not there cannot pass."""

import contextlib
import io
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
ATTACKS = os.path.join(TESTS, "hostile", "attacks")
sys.path[:0] = [HERE, ATTACKS, os.path.join(TESTS, "behaviour", "cli"), os.path.join(TESTS, "cost", "bench")]

import importlib.util  # noqa: E402
import names  # noqa: E402

SPEC = importlib.util.spec_from_file_location("attacks_run", os.path.join(ATTACKS, "run.py"))
attacks = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(attacks)

THERE = ("test_slow:test_trailers_are_not_waited_for", "port_tls12_v4:stop_holds_in_a_flood", "test_misuse", "linear.py:add",
         "test_stop.py:test_in_a_flood", "test_live.py:test_trailers", "tests/hostile/fuzz/run.sh")
NOT_THERE = ("test_slow:test_nothing", "test_api:test_trailers_are_not_waited_for", "test_nothing", "port_nothing_v4:stop_holds_in_a_flood",
             "linear.py:nothing", "test_stop.py:test_nothing", "test_nothing.py:test_trailers", "tests/hostile/nothing.sh")


class NamesTest(unittest.TestCase):
    def test_what_exists(self):
        for word in THERE:
            self.assertTrue(names.exists(names.test_of(word)), word)
            self.assertTrue(names.checks_of(names.test_of(word)), word)

    def test_what_does_not(self):
        for word in NOT_THERE:
            self.assertFalse(names.exists(names.test_of(word)), word)

    def test_a_row_without_a_test(self):
        row = names.Row("an attack", "a peer", "nothing", ())
        self.assertTrue(any("no test for: an attack" in text for text in names.mistakes([row] * 20)))

    def test_a_sentence_with_a_test_that_is_not_there(self):
        self.assertEqual(names.tests_named("It holds (`test_that_is_nowhere`)."), (set(), {"test_that_is_nowhere"}))
        self.assertEqual(names.tests_named("It holds (`pipit_kill_stale`)."), (set(), set()))


class RunTest(unittest.TestCase):
    def shown(self, test, passed):
        results = attacks.Results()
        results.passed.update([test] if passed else [])
        with contextlib.redirect_stdout(io.StringIO()):
            return attacks.show([names.Row("an attack", "a peer", "a bound", (test,))], results, {test})

    def test_what_did_not_run_has_failed(self):
        test = names.test_of(THERE[0])
        self.assertEqual((self.shown(test, False), self.shown(test, True)), (1, 0))

    def test_a_build_without_the_program(self):
        results = attacks.Results()
        with tempfile.TemporaryDirectory() as build:
            attacks.run_ctest(build, [names.test_of("test_slow:test_trailers_are_not_waited_for")], results)
        self.assertEqual(results.passed, set())


if __name__ == "__main__":
    unittest.main()
