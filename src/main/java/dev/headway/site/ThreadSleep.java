package dev.headway.site;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;

/** Sleeps as the original does: the thread waits with the request. */
public final class ThreadSleep implements Sleep {

	private final Duration time;

	/**
	 * Makes a sleep of the same length for all.
	 * @param time how long, 0 or more
	 */
	public ThreadSleep(Duration time) {
		this.time = time;
	}

	@Override
	public Outcome sleep(HttpServletRequest request) {
		try {
			Thread.sleep(this.time.toMillis(), this.time.toNanosPart() % 1_000_000);
			return Outcome.SLEPT;
		}
		catch (InterruptedException ex) {
			// the flag stays off: Tomcat writes nothing on an interrupted thread
			return Outcome.INTERRUPTED;
		}
	}

	@Override
	public int suspended() {
		return 0;
	}

	/** Whoever interrupts the threads wakes them. */
	@Override
	public void interrupt() {
		// nobody sleeps without one
	}

}
