package dev.headway.tomcat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bodies that are read without a worker: the limits, and the requests that wait for
 * their bodies at present. Thread-safe.
 */
public final class Bodies {

	private final BodyInterest interest;

	private final int maxSize;

	private final Duration timeout;

	private final BodyBudget budget;

	private final Set<BodyArrival> arriving = ConcurrentHashMap.newKeySet();

	/**
	 * Has no waiting requests yet.
	 * @param interest decides which bodies the server waits for
	 * @param maxSize how much of a body it waits for, in bytes; 0 for none
	 * @param maxTotal how much memory all bodies may take together, in bytes, beyond
	 * Tomcat's own buffers
	 * @param timeout how long a body, or its first part, may take
	 */
	public Bodies(BodyInterest interest, int maxSize, long maxTotal, Duration timeout) {
		this.interest = interest;
		this.maxSize = maxSize;
		this.timeout = timeout;
		this.budget = new BodyBudget(maxTotal);
	}

	BodyInterest interest() {
		return this.interest;
	}

	/** How much of a body the server waits for, in bytes. */
	int maxSize() {
		return this.maxSize;
	}

	/** How long a body, or its first part, may take. */
	Duration timeout() {
		return this.timeout;
	}

	/** The memory that all bodies may take together. */
	BodyBudget budget() {
		return this.budget;
	}

	void add(BodyArrival arrival) {
		this.arriving.add(arrival);
	}

	void remove(BodyArrival arrival) {
		this.arriving.remove(arrival);
	}

	/** How many requests wait for their bodies. */
	int waiting() {
		return this.arriving.size();
	}

	/** Refuses all requests that wait for their bodies with 503. */
	void refuseAll() {
		this.arriving.forEach(BodyArrival::giveUp);
	}

}
