package dev.headway.lab;

import java.util.List;

/**
 * The median of several measurements, which one outlier doesn't change.
 *
 * @param samples how many there were
 * @param median the middle one, or the mean of the two in the middle
 * @param min the lowest
 * @param max the highest
 */
record Median(int samples, double median, double min, double max) {

	static Median of(List<Double> measurements) {
		if (measurements.isEmpty()) {
			throw new IllegalArgumentException("nothing was measured");
		}
		List<Double> sorted = measurements.stream().sorted().toList();
		int size = sorted.size();
		double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
		return new Median(size, median, sorted.get(0), sorted.get(size - 1));
	}

}
