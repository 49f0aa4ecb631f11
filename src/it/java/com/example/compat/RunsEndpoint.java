package com.example.compat;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/runs}, which doesn't count itself. */
@Endpoint(id = "runs")
public final class RunsEndpoint {

	private final Runs runs;

	RunsEndpoint(Runs runs) {
		this.runs = runs;
	}

	/** The counts so far. */
	@ReadOperation
	public Map<String, Integer> runs() {
		return this.runs.counts();
	}

}
