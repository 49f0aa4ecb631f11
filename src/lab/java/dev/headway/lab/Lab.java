package dev.headway.lab;

import java.util.Arrays;
import java.util.List;

import dev.headway.site.model.Model;

/** Runs the scenario and writes the report. */
public final class Lab {

	private static final long START = System.nanoTime();

	private Lab() {
	}

	/**
	 * Runs the lab.
	 * @param args none; see {@link Settings}
	 * @throws Exception if the servers can't be started or the report can't be written
	 */
	public static void main(String[] args) throws Exception {
		System.setProperty("java.awt.headless", "true");
		Settings settings = Settings.fromSystem(Arrays.stream(Model.values()).map(Model::label).toList());
		Scenario scenario = new Scenario(settings, Lab::tell);
		List<ModelResult> results = scenario.run();
		new Report(results, scenario.refusals(), settings).write();
		tell("see " + settings.output().resolve("index.html").toAbsolutePath());
	}

	private static void tell(String what) {
		System.out.printf("[lab %3d s] %s%n", (System.nanoTime() - START) / 1_000_000_000, what);
	}

}
