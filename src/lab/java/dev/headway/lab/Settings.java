package dev.headway.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The lab's settings; each can be set with {@code -Dlab.…}.
 *
 * @param jar the packaged server
 * @param output the folder of the report
 * @param models which models are run
 * @param sleep how long {@code /sleep} takes
 * @param sleepers how many sleepers are in progress while latency is measured
 * @param minProbing how long latency is measured at least, for each number of sleepers
 * @param maxWait how long to wait until all sleepers are answered
 * @param rate requests a second while latency is measured
 * @param rounds rounds of throughput, interleaved over the models
 * @param round how long one of them takes
 * @param warmUp how long each server is kept busy before the measurements
 * @param connections how many connections measure throughput
 * @param crowd how many sleepers come at once in the last part
 * @param crowdWait how long to wait for them
 */
record Settings(Path jar, Path output, List<String> models, Duration sleep, List<Integer> sleepers, Duration minProbing,
		Duration maxWait, int rate, int rounds, Duration round, Duration warmUp, int connections, int crowd,
		Duration crowdWait) {

	static Settings fromSystem(List<String> allModels) {
		String models = System.getProperty("lab.models", "");
		return new Settings(Path.of(System.getProperty("headway.jar")),
				Path.of(System.getProperty("lab.output", "target/lab")),
				models.isEmpty() ? allModels : List.of(models.split(",")), duration("sleep", "PT1S"),
				Arrays.stream(System.getProperty("lab.sleepers", "0,1,3,4,8,16,64").split(","))
					.map(Integer::valueOf)
					.toList(),
				duration("min-probing", "PT4S"), duration("max-wait", "PT17S"), Integer.getInteger("lab.rate", 20),
				Integer.getInteger("lab.rounds", 3), duration("round", "PT1.2S"), duration("warm-up", "PT3S"),
				Integer.getInteger("lab.connections", 32), Integer.getInteger("lab.crowd", 2000),
				duration("crowd-wait", "PT6S"));
	}

	private static Duration duration(String name, String iso) {
		return Duration.parse(System.getProperty("lab." + name, iso));
	}

}
