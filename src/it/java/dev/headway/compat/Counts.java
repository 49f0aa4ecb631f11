package dev.headway.compat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often requests were counted at one moment.
 *
 * @param accessLog the lines of the access log
 * @param timers the lines of {@code http_server_requests_seconds_count}
 * @param runs how often filters and interceptors have run, each {@code "what":count}
 */
record Counts(List<String> accessLog, List<String> timers, List<String> runs) {

	/** The difference since an earlier moment. */
	Difference since(Counts before) {
		return new Difference(this.accessLog.subList(before.accessLog.size(), this.accessLog.size()),
				difference(values(this.timers, ' '), values(before.timers, ' ')),
				difference(values(this.runs, ':'), values(before.runs, ':')));
	}

	private static Map<String, Double> values(List<String> lines, char separator) {
		return lines.stream()
			.filter((line) -> line.indexOf(separator) > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.lastIndexOf(separator)),
					(line) -> Double.valueOf(line.substring(line.lastIndexOf(separator) + 1)), Double::sum,
					TreeMap::new));
	}

	private static Map<String, Double> difference(Map<String, Double> now, Map<String, Double> before) {
		Map<String, Double> difference = new TreeMap<>(now);
		before.forEach((name, value) -> difference.merge(name, -value, Double::sum));
		difference.values().removeIf((value) -> value == 0);
		return difference;
	}

	/**
	 * The counts between two moments.
	 *
	 * @param accessLog new lines of the access log
	 * @param timers how many requests were timed
	 * @param runs how often filters and interceptors have run
	 */
	record Difference(List<String> accessLog, Map<String, Double> timers, Map<String, Double> runs) {

		/** Whether each of so many requests has been counted. */
		boolean areOf(int requests) {
			return this.accessLog.size() >= requests
					&& this.timers.values().stream().mapToDouble(Double::doubleValue).sum() >= requests;
		}

		@Override
		public String toString() {
			StringBuilder all = new StringBuilder();
			this.accessLog.forEach((line) -> all.append("access log: ").append(line).append('\n'));
			this.timers.forEach((name, value) -> all.append(name).append(' ').append(value).append('\n'));
			this.runs.forEach((name, value) -> all.append(name).append(' ').append(value).append('\n'));
			return all.toString();
		}

	}

}
