package dev.headway.tomcat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bodies that are read without a worker: which are, how much of them is kept, and
 * what waits for them at present. Thread-safe.
 */
final class Bodies {

	private final BodyInterest interest;

	private final int maxSize;

	private final Duration timeout;

	private final BodyBudget budget;

	private final Set<BodyArrival> arriving = ConcurrentHashMap.newKeySet();

	Bodies(BodyInterest interest, BodyProperties properties) {
		this.interest = interest;
		this.maxSize = (int) properties.maxSize().toBytes();
		this.timeout = properties.timeout();
		this.budget = new BodyBudget(properties.maxTotal().toBytes());
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
