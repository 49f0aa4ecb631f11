#!/usr/bin/env python3
"""Tests of src/bench/simulate: its results against formulas, and its counters."""
import importlib.machinery
import importlib.util
import math
import pathlib
import random
import statistics
import sys
import unittest

SCRIPT = pathlib.Path(__file__).with_name("simulate")


def load():
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader("simulate", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("simulate", loader))
    sys.modules["simulate"] = module
    loader.exec_module(module)
    return module


simulate = load()


def play(seed=1, **setting):
    return simulate.Simulation(simulate.Setting(**setting), seed).run()


class StatisticsTest(unittest.TestCase):

    def test_percentile_is_the_smallest_value_that_enough_do_not_exceed(self):
        values = list(range(1, 101))
        random.Random(1).shuffle(values)
        self.assertEqual(simulate.percentile(values, 99), 99)
        self.assertEqual(simulate.percentile(values, 100), 100)
        self.assertEqual(simulate.percentile(values, 0), 1)
        self.assertEqual(simulate.percentile([7], 99), 7)
        self.assertEqual(simulate.percentile([1, 2, 3], 50), 2)

    def test_median_shows_its_range_if_there_is_one(self):
        self.assertEqual(simulate.median_and_range([3, 1, 2]), "2.0 (1.0 to 3.0)")
        self.assertEqual(simulate.median_and_range([2, 2]), "2.0")

    def test_erlang_c_is_the_known_one(self):
        # one server: the utilisation; two at half their capacity: a third
        self.assertAlmostEqual(simulate.erlang_c(1, 0.8), 0.8)
        self.assertAlmostEqual(simulate.erlang_c(2, 1.0), 1 / 3)


class CountsTest(unittest.TestCase):

    def test_fewest_are_those_with_the_smallest_count_whatever_happens(self):
        rng = random.Random(1)
        counts = simulate.Counts(7)
        for _ in range(5000):
            instance = rng.randrange(7)
            counts.add(instance, -1 if counts.values[instance] and rng.random() < 0.5 else 1)
            least = min(counts.values)
            self.assertEqual(sorted(counts.least()), [i for i in range(7) if counts.values[i] == least])


class SimulationTest(unittest.TestCase):

    def test_same_seed_gives_the_same(self):
        one, again, other = (play(seed, instances=5, method="two") for seed in (1, 1, 2))
        self.assertEqual(one.times, again.times)
        self.assertNotEqual(one.times, other.times)

    def test_requests_come_as_often_as_the_load_says_and_at_random(self):
        counts = [play(seed, instances=10, load=0.8, warm_up=0).requests for seed in range(30)]
        expected = 0.8 * 10 * 4 * 100
        self.assertAlmostEqual(statistics.mean(counts), expected, delta=4 * math.sqrt(expected / 30))
        # Poisson: the variance is the mean; of 30 samples it is within a factor of two in all but one case in a thousand
        self.assertTrue(0.4 < statistics.variance(counts) / expected < 2, statistics.variance(counts) / expected)

    def test_one_pool_waits_as_long_as_erlang_says(self):
        waits = [statistics.mean(play(seed, service="exponential", room=10**6, timeout=10**6, seconds=2000).waits)
                 for seed in range(8)]
        expected = simulate.erlang_c(4, 3.2) / (4 - 3.2)
        error = statistics.stdev(waits) / math.sqrt(len(waits))
        self.assertAlmostEqual(statistics.mean(waits), expected, delta=4 * error)
        self.assertLess(error, expected / 10)

    def test_random_balancing_makes_pools_of_their_own(self):
        waits = [statistics.mean(play(seed, instances=10, method="random", service="exponential", room=10**6,
                                      timeout=10**6, seconds=400).waits) for seed in range(6)]
        expected = simulate.erlang_c(4, 3.2) / (4 - 3.2)
        self.assertAlmostEqual(statistics.mean(waits), expected, delta=expected / 5)

    def test_fewest_in_progress_waits_about_as_one_large_pool_and_never_less(self):
        for fleet in (2, 5):
            waits = [statistics.mean(play(seed, instances=fleet, service="exponential", seconds=1000).waits)
                     for seed in range(4)]
            one_pool = simulate.erlang_c(4 * fleet, 3.2 * fleet) / (4 * fleet * 0.2)
            self.assertGreater(statistics.mean(waits), 0.9 * one_pool)
            self.assertLess(statistics.mean(waits), 2.5 * one_pool)

    def test_littles_law_holds(self):
        result = play(instances=10, method="two", seconds=500)
        in_progress = result.area / 500
        rate = result.requests / 500
        self.assertAlmostEqual(in_progress / (rate * statistics.mean(result.times)), 1, delta=0.02)

    def test_every_request_is_answered_or_refused(self):
        result = play(instances=3, load=1.5, room=5, timeout=1, warm_up=0)
        self.assertEqual(result.requests, len(result.times) + result.refused)
        self.assertGreater(result.refused, 100)
        self.assertLessEqual(max(result.times), 1 + 1.0 + 1e-9)
        self.assertEqual(result.in_progress, 0)
        self.assertTrue(all(not instance.busy and not instance.waiting for instance in result.instances))

    def test_overload_refuses_what_is_beyond_the_capacity(self):
        result = play(load=2.0, warm_up=50, seconds=500)
        self.assertAlmostEqual(result.refused / result.requests, 0.5, delta=0.05)

    def test_better_methods_wait_less(self):
        p99 = {method: simulate.percentile(play(instances=20, method=method, service="exponential").waits, 99)
               for method in simulate.METHODS.values()}
        self.assertGreater(p99["random"], p99["round"])
        self.assertGreater(p99["round"], p99["two"])
        self.assertGreater(p99["two"], p99["least"])

    def test_old_counts_make_a_herd_of_those_who_pick_the_fewest(self):
        def p99(method, age):
            return simulate.percentile(play(instances=10, method=method, stale=age).waits, 99)
        self.assertGreater(p99("least", 1), 5 * p99("two", 1))
        self.assertLess(p99("least", 0), p99("two", 0))

    def test_balancers_that_know_only_their_own_know_less(self):
        one, many = (simulate.percentile(play(instances=50, service="exponential", balancers=balancers).waits, 99)
                     for balancers in (1, 100))
        self.assertGreater(many, one + 0.5)


class RetryTest(unittest.TestCase):

    def storm(self, retry, seed=1):
        return play(seed, instances=2, load=0.6, crowd=600, tries=5, retry=retry, method="two")

    def test_clients_give_up_after_their_last_try(self):
        result = self.storm("at once")
        self.assertGreater(result.gave_up, 0)
        self.assertEqual(result.requests, len(result.times) + result.gave_up)
        self.assertEqual(result.refused, sum(result.retries.values()) + result.gave_up)

    def test_jitter_spreads_those_who_come_back(self):
        fixed, jitter = self.storm("fixed"), self.storm("jitter")
        self.assertGreater(max(fixed.retries.values()), 5 * max(jitter.retries.values()))
        self.assertLess(jitter.gave_up, fixed.gave_up)

    def test_jitter_is_uniform_between_once_and_twice_the_time(self):
        simulation = simulate.Simulation(simulate.Setting(), 1)
        instance = simulation.instances[0]
        instance.waiting.extend(simulate.Request(0, 0, simulation.balancers[0], True) for _ in range(39))
        seconds = [simulation.back_after(instance) for _ in range(20_000)]
        self.assertEqual((min(seconds), max(seconds)), (10, 20))
        self.assertAlmostEqual(statistics.mean(seconds), 15, delta=4 * 10 / math.sqrt(12 * 20_000))
        inner = [seconds.count(value) for value in range(11, 20)]
        # chi-square of 8 degrees of freedom: over 26 once in a thousand seeds
        mean = statistics.mean(inner)
        self.assertLess(sum((count - mean) ** 2 / mean for count in inner), 26)

    def test_nobody_is_told_to_come_back_in_less_than_a_second(self):
        simulation = simulate.Simulation(simulate.Setting(mean=0.01, retry="fixed"), 1)
        self.assertEqual(simulation.back_after(simulation.instances[0]), 1)


if __name__ == "__main__":
    unittest.main()
