package dev.headway.attack;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The longest time for which this process couldn't run. If the machine stops the client
 * it may stop the server as well, which is no fault of either.
 */
final class Hiccups implements AutoCloseable {

	private static final long STEP_NANOS = Duration.ofMillis(2).toNanos();

	private final AtomicLong worst = new AtomicLong();

	private final Thread thread = new Thread(this::watch, "hiccups");

	private volatile boolean stopped;

	Hiccups() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void watch() {
		while (!this.stopped) {
			long before = System.nanoTime();
			LockSupport.parkNanos(STEP_NANOS);
			this.worst.accumulateAndGet(System.nanoTime() - before - STEP_NANOS, Math::max);
		}
	}

	Duration worst() {
		return Duration.ofNanos(this.worst.get());
	}

	@Override
	public void close() {
		this.stopped = true;
	}

}
