package dev.headway.worker;

/** The machine couldn't start as many worker threads as a pool needs. */
public final class WorkerStartException extends RuntimeException {

	private final int started;

	WorkerStartException(int size, int started, OutOfMemoryError cause) {
		super("%d of %d workers started, then the system could not start another thread".formatted(started, size),
				cause);
		this.started = started;
	}

	/**
	 * How many workers could be started.
	 * @return a number from 0 up
	 */
	public int started() {
		return this.started;
	}

}
