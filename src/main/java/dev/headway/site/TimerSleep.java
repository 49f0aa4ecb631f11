package dev.headway.site;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Sleeps without a thread: the request is suspended, and a timer resumes it. All sleeping
 * requests together need one thread.
 */
public final class TimerSleep implements Sleep, AutoCloseable {

	private static final String OUTCOME = TimerSleep.class.getName() + ".outcome";

	private final Duration time;

	private final ScheduledExecutorService timer;

	private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();

	private volatile boolean interrupted;

	/**
	 * Makes a sleep of the same length for all.
	 * @param time how long, 0 or more
	 */
	public TimerSleep(Duration time) {
		this(time, timer());
	}

	TimerSleep(Duration time, ScheduledExecutorService timer) {
		this.time = time;
		this.timer = timer;
	}

	private static ScheduledExecutorService timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "sleep-timer");
			thread.setDaemon(true);
			return thread;
		});
		// when the timer is closed the server has ended, and no request is left
		timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		return timer;
	}

	@Override
	public Outcome sleep(HttpServletRequest request) {
		Outcome outcome = (Outcome) request.getAttribute(OUTCOME);
		if (outcome != null) {
			return outcome;
		}
		Sleeper sleeper = new Sleeper(request.startAsync());
		this.sleepers.add(sleeper);
		// the order matters: either interrupt() sees the sleeper, or this thread sees the
		// interrupt
		if (this.interrupted) {
			sleeper.wake(Outcome.INTERRUPTED);
		}
		else {
			sleeper.setAlarm();
		}
		return Outcome.SUSPENDED;
	}

	@Override
	public int suspended() {
		return this.sleepers.size();
	}

	@Override
	public void interrupt() {
		this.interrupted = true;
		this.sleepers.forEach((sleeper) -> sleeper.wake(Outcome.INTERRUPTED));
	}

	@Override
	public void resume() {
		this.interrupted = false;
	}

	/**
	 * Ends the timer. Sleeping requests are answered only if {@link #interrupt} was
	 * called before.
	 */
	@Override
	public void close() {
		this.interrupted = true;
		this.timer.shutdownNow();
	}

	/** A suspended request. It is woken once, unless it ends before. */
	private final class Sleeper implements AsyncListener {

		private final AsyncContext suspended;

		Sleeper(AsyncContext suspended) {
			this.suspended = suspended;
			// only the timer wakes it
			suspended.setTimeout(0);
			suspended.addListener(this);
		}

		void setAlarm() {
			// the future isn't needed: waking doesn't throw
			Future<?> unused = TimerSleep.this.timer.schedule(() -> wake(Outcome.SLEPT), TimerSleep.this.time.toNanos(),
					TimeUnit.NANOSECONDS);
		}

		void wake(Outcome outcome) {
			if (!TimerSleep.this.sleepers.remove(this)) {
				return;
			}
			try {
				this.suspended.getRequest().setAttribute(OUTCOME, outcome);
				this.suspended.dispatch();
			}
			catch (IllegalStateException ex) {
				// the client has left at this moment, and the request has ended
			}
		}

		@Override
		public void onComplete(AsyncEvent event) {
			TimerSleep.this.sleepers.remove(this);
		}

		@Override
		public void onError(AsyncEvent event) {
			TimerSleep.this.sleepers.remove(this);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			TimerSleep.this.sleepers.remove(this);
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// a request is suspended only once
		}

	}

}
