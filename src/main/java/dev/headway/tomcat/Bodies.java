package dev.headway.tomcat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bodies that are read without a worker: which are, how much of them is kept, and
 * what waits for them at present. Thread-safe.
 */
public final class Bodies {

	private final BodyInterest interest;

	private final int maxSize;

	private final Duration timeout;

	private final BodyBudget budget;

	private final Set<BodyArrival> arriving = ConcurrentHashMap.newKeySet();

	/**
	 * Waits for none yet.
	 * @param interest tells which bodies are waited for
	 * @param maxSize how much of a body is waited for, in bytes; 0 to wait for none
	 * @param maxTotal what all of them may take together, in bytes, beyond Tomcat's own
	 * buffers
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

	/** How much of a body is waited for, in bytes. */
	int maxSize() {
		return this.maxSize;
	}

	/** How long a body, or its first part, may take. */
	Duration timeout() {
		return this.timeout;
	}

	/** What all of them may take together. */
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

	/** Has each request that waits go on without its body, to be refused with 503. */
	void refuseAll() {
		this.arriving.forEach(BodyArrival::giveUp);
	}

}
