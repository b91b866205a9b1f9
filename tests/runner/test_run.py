# SPDX-License-Identifier: MIT
"""Tests of the test command: if one check fails, the command must fail, whatever else happens."""

import contextlib
import io
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import checks  # noqa: E402
import packages  # noqa: E402
import run  # noqa: E402
import table  # noqa: E402

CTEST = ("printf '1/2 Test  #1: good ....   Passed    0.01 sec\\n2/2 Test #12: bad .....***Failed    0.02 sec\\n'; exit %d")


def check(name, command, **more):
    return checks.Check(name, "group", "quick", "nothing", checks.shell(command), **more)


def perform(*chosen, absent=None):
    """(success, output, outcomes)"""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        outcomes = run.Schedule([(one, one.command) for one in chosen], 2, absent or {}, run.tell).run()
        for at, outcome in enumerate(outcomes):
            if outcome.state == "FAILED" and outcome.check.again:
                outcomes[at] = run.repeat(outcome.check, outcome)
        good = run.summary(outcomes, 0)
    return good, printed.getvalue().splitlines(), outcomes


class RunTest(unittest.TestCase):
    def test_success(self):
        good, printed, _ = perform(check("a", "true"), check("b", "true"))
        self.assertEqual((good, printed[-1]), (True, "3 passed, 0 failed"))

    def test_failure(self):
        good, printed, _ = perform(check("a", "echo why; false"), check("b", "true"))
        self.assertEqual((good, printed[-1]), (False, "2 passed, 1 failed"))
        self.assertTrue(any("why" in line for line in printed))

    def test_command_that_is_not_there(self):
        broken = checks.Check("a", "group", "quick", "nothing", ("/nowhere/at/all",))
        self.assertFalse(perform(broken)[0])

    def test_nothing_that_ran(self):
        self.assertFalse(perform(check("a", "true", pins=(("no-such-tool", "1"),)))[0])

    def test_skipped(self):
        good, printed, _ = perform(check("a", "false", pins=(("no-such-tool", "1"),)), check("b", "true"))
        self.assertEqual((good, printed[-1]), (True, "2 passed, 0 failed, 1 skipped"))

    def test_packages_that_a_release_lacks(self):
        good, printed, _ = perform(check("a", "false", needs=("proof",)), check("b", "true"), absent={"proof": ["frama-c"]})
        self.assertTrue(good)
        self.assertTrue(any("cannot be had here: frama-c" in line for line in printed))

    def test_what_depends_on_a_failure_fails(self):
        _, printed, _ = perform(check("a", "false"), check("b", "true", after=("a",)))
        self.assertEqual(printed[-1], "1 passed, 2 failed")

    def test_order(self):
        path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pipit-runner-%d" % os.getpid())
        self.addCleanup(lambda: os.path.exists(path) and os.remove(path))
        good, _, _ = perform(check("second", "test -e " + path, after=("first",)), check("first", "sleep 0.2; touch " + path))
        self.assertTrue(good)

    def test_wide_check_is_not_overtaken_for_ever(self):
        narrow = [check("n%d" % n, "sleep 0.05") for n in range(6)]
        _, _, outcomes = perform(narrow[0], check("wide", "true", cores=2), *narrow[1:])
        self.assertIn("wide", [outcome.check.name for outcome in outcomes[:2]])

    def test_tests_of_ctest_count_one_by_one(self):
        good, printed, _ = perform(check("a", CTEST % 8, counts_tests=True))
        self.assertEqual((good, printed[-1]), (False, "2 passed, 1 failed"))
        self.assertFalse(perform(check("a", "echo no tests", counts_tests=True))[0])

    def test_again(self):
        flaky = check("a", "false", again=checks.shell("test $PIPIT_TEST_SLOWER = 4"))
        self.assertTrue(perform(flaky)[0])
        self.assertFalse(perform(check("a", "false", again=("false",)))[0])

    def test_token(self):
        good, printed, _ = perform(check("a", "echo test-token-AAAA"))
        self.assertEqual((good, printed[-1]), (False, "1 passed, 1 failed"))


class PackagesTest(unittest.TestCase):
    """What happens where nothing can be installed, for example without root."""

    def install(self, *missing):
        groups = {"test": ["cmocka"], "openssl": ["libssl-dev"]}

        def lines(_root, script, *wanted):
            return [name for group in wanted for name in groups[group] if name in missing] if script == packages.MISSING else []
        kept = packages.lines, packages.can_install, subprocess.run
        packages.lines, packages.can_install, subprocess.run = lines, lambda *_: False, lambda *_, **__: None
        try:
            return packages.install(".", ["test", "openssl"])
        finally:
            packages.lines, packages.can_install, subprocess.run = kept

    def test_all_are_there(self):
        self.assertEqual(self.install(), {})

    def test_an_optional_one_is_absent(self):
        self.assertEqual(self.install("libssl-dev"), {"openssl": ["libssl-dev"]})

    def test_a_necessary_one_ends_the_run(self):
        self.assertIsNone(self.install("libssl-dev", "cmocka"))


class ChecksTest(unittest.TestCase):
    def test_every_name_once(self):
        names = [one.name for one in checks.CHECKS]
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(all(before in names for one in checks.CHECKS for before in one.after))

    def test_a_tier_has_what_its_checks_need(self):
        for tier in checks.TIERS:
            chosen = [one for one, _ in checks.choose(tier, (), 0)]
            names = {one.name for one in chosen}
            self.assertTrue(all(set(one.after) <= names for one in chosen))

    def test_every_part_is_run_by_some_commit(self):
        """The parts of a long check together are the complete check."""
        words = {word for n in range(400) for _, command in checks.choose("change", (), n) for word in command}
        for names in (checks.FUZZ_PAIRS, checks.MACHINES, checks.BOARD_VARIANTS, checks.PROOFS, checks.BOARDS, checks.TIDY,
                      checks.MBEDTLS36, checks.WAYS, checks.LWIP, checks.CLI_WITH_OPENSSL):
            self.assertTrue(all(word in words for name in names for word in name.split()))

    def test_quick_needs_no_cross_compiler(self):
        groups = {group for one, _ in checks.choose("quick", (), 0) for group in one.needs}
        self.assertLessEqual(groups, {"build", "test", "format", "openssl"})

    def test_unknown_name(self):
        with self.assertRaises(KeyError):
            checks.choose("quick", ["nothing-of-this-name"], 0)

    def test_table_of_the_readme(self):
        self.assertEqual(table.block()[0], table.markdown(), "run python3 tests/runner/table.py")

    def test_versions_of_tools(self):
        self.assertEqual(packages.other_version(sys.executable, str(sys.version_info[0])), "")
        self.assertIn("made for", packages.other_version(sys.executable, "1"))


if __name__ == "__main__":
    unittest.main()
