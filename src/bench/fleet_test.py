#!/usr/bin/env python3
"""Tests of the autoscaler in src/bench/fleet: it decides as a HorizontalPodAutoscaler does."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
LOADER = importlib.machinery.SourceFileLoader("fleet", str(pathlib.Path(__file__).with_name("fleet")))
fleet = importlib.util.module_from_spec(importlib.util.spec_from_loader("fleet", LOADER))
LOADER.exec_module(fleet)

TARGET = 2.6


class AutoscalerTest(unittest.TestCase):

    def setUp(self):
        self.autoscaler = fleet.Autoscaler(stabilisation=45)

    def test_there_are_as_many_as_the_demand_divided_by_the_target_rounded_up(self):
        self.assertEqual(self.autoscaler.decide(0, 4 * TARGET, TARGET), 4)
        self.assertEqual(self.autoscaler.decide(15, 4.5 * TARGET, TARGET), 5)

    def test_a_tenth_more_or_less_changes_nothing(self):
        self.autoscaler.decide(0, 4 * TARGET, TARGET)
        self.assertEqual(self.autoscaler.decide(15, 4 * TARGET * 1.09, TARGET), 4)
        self.assertEqual(self.autoscaler.decide(100, 4 * TARGET * 0.91, TARGET), 4)

    def test_it_keeps_within_its_bounds(self):
        self.assertEqual(self.autoscaler.decide(0, 0, TARGET), 2)
        self.assertEqual(self.autoscaler.decide(15, 1000, TARGET), 6)

    def test_fewer_come_only_when_nothing_in_the_window_asked_for_more(self):
        self.autoscaler.decide(0, 5 * TARGET, TARGET)
        self.assertEqual(self.autoscaler.decide(15, 2 * TARGET, TARGET), 5)
        self.assertEqual(self.autoscaler.decide(45, 3 * TARGET, TARGET), 5)
        self.assertEqual(self.autoscaler.decide(60, 2 * TARGET, TARGET), 3)

    def test_percentile_is_the_smallest_time_that_enough_do_not_exceed(self):
        clients = fleet.Clients.__new__(fleet.Clients)
        clients.times = [3.0, 1.0, 2.0, 4.0]
        self.assertEqual([clients.percentile(it) for it in (25, 50, 99, 100)], [1.0, 2.0, 4.0, 4.0])


if __name__ == "__main__":
    unittest.main()
