package dev.headway.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps its tasks until the test runs them. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

	private final List<Duration> delays = new ArrayList<>();

	private final List<Runnable> alarms = new ArrayList<>();

	/** A thread that waits for tasks would live as long as the JVM. */
	ManualTimer() {
		super(1, (worker) -> null);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		// like the real one it refuses tasks after a shutdown
		ScheduledFuture<?> never = super.schedule(command, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
		this.delays.add(Duration.of(delay, unit.toChronoUnit()));
		this.alarms.add(command);
		return never;
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException();
	}

	/** The delay of each task so far. */
	List<Duration> delays() {
		return this.delays;
	}

	/** The tasks so far. */
	List<Runnable> alarms() {
		return this.alarms;
	}

	void goOff() {
		this.alarms.forEach(Runnable::run);
	}

}
