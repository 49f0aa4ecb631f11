package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What the workers of one pool share. Thread-safe. */
final class WorkerContext {

	private final Logger logger;

	private final LongSupplier clock;

	private final InstantSource instants;

	private volatile boolean abandoned;

	private volatile RequestObserver observer = (queuedNanos, heldNanos) -> {
	};

	WorkerContext(Logger logger, LongSupplier clock, InstantSource instants) {
		this.logger = logger;
		this.clock = clock;
		this.instants = instants;
	}

	static WorkerContext of(Logger logger) {
		return new WorkerContext(logger, System::nanoTime, InstantSource.system());
	}

	Logger logger() {
		return this.logger;
	}

	/** Logs a message. A failure of the logger is ignored, so that workers go on. */
	void log(Level level, String message) {
		try {
			this.logger.log(level, message);
		}
		catch (Throwable ex) {
			// the logger itself failed, so the failure can't be logged
		}
	}

	/** Whether the pool has abandoned the jobs that aren't done. */
	boolean isAbandoned() {
		return this.abandoned;
	}

	void abandon() {
		this.abandoned = true;
	}

	/** The clock that measures. */
	long nanos() {
		return this.clock.getAsLong();
	}

	Moment now() {
		return Moment.now(this.clock, this.instants);
	}

	RequestObserver observer() {
		return this.observer;
	}

	void observe(RequestObserver newObserver) {
		this.observer = newObserver;
	}

}
