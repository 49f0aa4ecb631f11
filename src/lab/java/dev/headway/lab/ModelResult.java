package dev.headway.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.headway.lab.Sleepers.Outcome;
import org.jspecify.annotations.Nullable;

/** All results of one model. For one thread at a time. */
final class ModelResult {

	private final String model;

	private final Map<Integer, SleeperResult> bySleepers = new TreeMap<>();

	private final List<Double> alone = new ArrayList<>();

	private final List<Double> besideSleepers = new ArrayList<>();

	private @Nullable CrowdResult crowd;

	ModelResult(String model) {
		this.model = model;
	}

	public String getModel() {
		return this.model;
	}

	public Map<Integer, SleeperResult> getBySleepers() {
		return this.bySleepers;
	}

	/** Answers a second, without other clients. */
	public Median getThroughputAlone() {
		return Median.of(this.alone);
	}

	/** Answers a second beside sleepers. */
	public Median getThroughputBesideSleepers() {
		return Median.of(this.besideSleepers);
	}

	public CrowdResult getCrowd() {
		return Objects.requireNonNull(this.crowd);
	}

	void add(int sleepers, SleeperResult result) {
		this.bySleepers.put(sleepers, result);
	}

	void addAlone(double perSecond) {
		this.alone.add(perSecond);
	}

	void addBesideSleepers(double perSecond) {
		this.besideSleepers.add(perSecond);
	}

	void setCrowd(CrowdResult result) {
		this.crowd = result;
	}

	/**
	 * The effect of a number of sleepers on others.
	 *
	 * @param latency the latency of {@code /} while they were in progress
	 * @param sleepersDone seconds until all were answered, of several runs; empty if that
	 * took too long
	 * @param unanswered how many weren't answered at the timeout
	 * @param peak threads and memory of the server
	 */
	record SleeperResult(Latency latency, @Nullable Median sleepersDone, int unanswered, ProcessFigures peak) {

	}

	/**
	 * The outcome of very many sleepers at once.
	 *
	 * @param outcome how many were answered, refused or failed
	 * @param seconds the time until the last answer
	 * @param peak threads and memory of the server
	 */
	record CrowdResult(Outcome outcome, double seconds, ProcessFigures peak) {

	}

}
