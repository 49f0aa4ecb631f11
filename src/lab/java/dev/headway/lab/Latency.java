package dev.headway.lab;

import org.HdrHistogram.Histogram;

/**
 * How long requests took, in milliseconds.
 *
 * @param samples how many requests
 * @param p50 half of them took no longer
 * @param p99 99 of 100 took no longer
 * @param max none took longer
 * @param failures how many of them weren't answered with 200
 */
record Latency(long samples, double p50, double p99, double max, int failures) {

	/** Three significant digits, from a microsecond up. */
	static Histogram histogram() {
		return new Histogram(3);
	}

	static Latency of(Histogram micros, int failures) {
		return new Latency(micros.getTotalCount(), micros.getValueAtPercentile(50) / 1e3,
				micros.getValueAtPercentile(99) / 1e3, micros.getMaxValue() / 1e3, failures);
	}

}
