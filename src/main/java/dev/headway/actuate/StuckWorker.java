package dev.headway.actuate;

import java.time.Duration;

import dev.headway.worker.RunningRequest;

/**
 * A worker that has been at one request for longer than it should.
 *
 * @param number the worker's number
 * @param request what holds it
 * @param held for how long
 */
record StuckWorker(int number, RunningRequest request, Duration held) {

	/** Tells all but what the request asks for. */
	String withoutPath() {
		return "Worker %d has been at a request for %d s".formatted(this.number, this.held.toSeconds());
	}

	@Override
	public String toString() {
		return "Worker %d has been at %s %s for %d s".formatted(this.number, this.request.method(), this.request.path(),
				this.held.toSeconds());
	}

}
