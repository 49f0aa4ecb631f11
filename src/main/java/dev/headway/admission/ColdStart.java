package dev.headway.admission;

/**
 * The requests of a handler that pay for loading classes: those that began before the
 * first one finished. Not thread-safe.
 */
final class ColdStart {

	private boolean over;

	private long endedAt;

	/**
	 * A request has finished.
	 * @param startedAt when it began
	 * @return whether it paid for loading classes
	 */
	boolean includes(long startedAt, long now) {
		if (!this.over) {
			this.over = true;
			this.endedAt = now;
			return true;
		}
		return startedAt - this.endedAt < 0;
	}

}
