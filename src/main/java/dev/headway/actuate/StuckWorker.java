package dev.headway.actuate;

import java.time.Duration;

import dev.headway.worker.RunningRequest;

/**
 * A worker that one request has held for longer than the limit.
 *
 * @param number the worker's number
 * @param request what holds it
 * @param held for how long
 */
record StuckWorker(int number, RunningRequest request, Duration held) {

	/** The description without the request's method and path. */
	String withoutPath() {
		return "Worker %d has been at a request for %d s".formatted(this.number, this.held.toSeconds());
	}

	@Override
	public String toString() {
		return "Worker %d has been at %s %s for %d s".formatted(this.number, this.request.method(), this.request.path(),
				this.held.toSeconds());
	}

}
