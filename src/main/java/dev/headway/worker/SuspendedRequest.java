package dev.headway.worker;

/**
 * A request between two workers: it has left one and waits for the other.
 * {@link Worker#suspend()} makes it, {@link Worker#resume} takes it.
 */
public final class SuspendedRequest {

	private final String method;

	private final String path;

	private final long queuedNanos;

	private final long heldNanos;

	private final boolean counted;

	SuspendedRequest(String method, String path, long queuedNanos, long heldNanos, boolean counted) {
		this.method = method;
		this.path = path;
		this.queuedNanos = queuedNanos;
		this.heldNanos = heldNanos;
		this.counted = counted;
	}

	String method() {
		return this.method;
	}

	String path() {
		return this.path;
	}

	long queuedNanos() {
		return this.queuedNanos;
	}

	long heldNanos() {
		return this.heldNanos;
	}

	boolean isCounted() {
		return this.counted;
	}

}
