package dev.headway.tomcat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The answers of one HTTP/2 connection that no worker writes any more and whose end waits
 * for room. Each is there until it has ended, or until its time is up: of a stream that
 * Tomcat has reset by itself nobody is told. Thread-safe.
 */
final class UnsentAnswers {

	/** Tomcat looks once a second whose time is up. */
	private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(3);

	/** By streams, with the moments by which they have ended or waited on. */
	private final Map<Integer, Long> deadlines = new ConcurrentHashMap<>();

	/**
	 * An answer waits, or waits on.
	 * @param limitMillis for how long; 0 or less if for ever
	 */
	void await(int stream, long limitMillis) {
		long limit = (limitMillis > 0) ? TimeUnit.MILLISECONDS.toNanos(limitMillis) + SLACK_NANOS : Long.MAX_VALUE / 2;
		this.deadlines.put(stream, System.nanoTime() + limit);
	}

	void ended(int stream) {
		this.deadlines.remove(stream);
	}

	int size() {
		long now = System.nanoTime();
		this.deadlines.values().removeIf((deadline) -> now - deadline > 0);
		return this.deadlines.size();
	}

}
