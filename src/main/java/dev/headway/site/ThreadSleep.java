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
			// not restored: Tomcat can't write on an interrupted thread
			return Outcome.INTERRUPTED;
		}
	}

	@Override
	public int suspended() {
		return 0;
	}

	/** Sleeping requests are woken by interrupting their threads. */
	@Override
	public void interrupt() {
		// no request sleeps without a thread
	}

}
