package dev.headway.lab;

import java.util.ArrayList;
import java.util.List;

import dev.headway.lab.ModelResult.CrowdResult;

/**
 * One figure, a line of a table.
 *
 * @param name its name, with its unit
 * @param sleepers the number of sleepers meanwhile
 * @param samples the number of measurements
 * @param value the figure
 */
record Figure(String name, int sleepers, long samples, double value) {

	static List<Figure> of(ModelResult result) {
		List<Figure> figures = new ArrayList<>();
		result.getBySleepers().forEach((sleepers, measured) -> {
			Latency latency = measured.latency();
			figures.add(new Figure("latency p50 (ms)", sleepers, latency.samples(), latency.p50()));
			figures.add(new Figure("latency p99 (ms)", sleepers, latency.samples(), latency.p99()));
			figures.add(new Figure("latency max (ms)", sleepers, latency.samples(), latency.max()));
			figures.add(new Figure("not answered with 200", sleepers, latency.samples(), latency.failures()));
			Median done = measured.sleepersDone();
			if (done != null) {
				figures.add(new Figure("sleepers answered after (s)", sleepers, done.samples(), done.median()));
			}
			figures.add(new Figure("sleepers unanswered", sleepers, 1, measured.unanswered()));
			addPeak(figures, sleepers, measured.peak());
		});
		add(figures, 0, result.getThroughputAlone());
		add(figures, Scenario.SLEEPERS_BESIDE, result.getThroughputBesideSleepers());
		addCrowd(figures, result.getCrowd());
		return figures;
	}

	private static void add(List<Figure> figures, int sleepers, Median perSecond) {
		figures.add(new Figure("throughput median (1/s)", sleepers, perSecond.samples(), perSecond.median()));
		figures.add(new Figure("throughput min (1/s)", sleepers, perSecond.samples(), perSecond.min()));
		figures.add(new Figure("throughput max (1/s)", sleepers, perSecond.samples(), perSecond.max()));
	}

	private static void addCrowd(List<Figure> figures, CrowdResult crowd) {
		Sleepers.Outcome outcome = crowd.outcome();
		int size = outcome.answered() + outcome.refused() + outcome.failed() + outcome.unanswered();
		figures.add(new Figure("crowd answered", size, 1, outcome.answered()));
		figures.add(new Figure("crowd refused", size, 1, outcome.refused()));
		figures.add(new Figure("crowd failed", size, 1, outcome.failed()));
		figures.add(new Figure("crowd unanswered", size, 1, outcome.unanswered()));
		figures.add(new Figure("crowd last answer after (s)", size, 1, crowd.seconds()));
		addPeak(figures, size, crowd.peak());
	}

	private static void addPeak(List<Figure> figures, int sleepers, ProcessFigures peak) {
		figures.add(new Figure("peak threads", sleepers, 1, peak.threads()));
		figures.add(new Figure("peak resident memory (MiB)", sleepers, 1, peak.residentKilobytes() / 1024.0));
	}

}
