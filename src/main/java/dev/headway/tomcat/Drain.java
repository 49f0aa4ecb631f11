package dev.headway.tomcat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.headway.admission.AdmissionShutdown;
import dev.headway.worker.ShutdownDeadline;
import dev.headway.worker.SuspendedRequests;
import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Shuts the server down without losing an accepted request: readiness refuses, each
 * answer is its connection's last, after a delay no new connections are accepted, and all
 * queued, running and waiting requests get their real answers. Only then does Spring
 * Boot's graceful shutdown begin, which alone would drop the queued requests.
 * <p>
 * When the time runs out, remaining requests are refused with 503, running handlers are
 * interrupted, and both are logged.
 */
public final class Drain implements SmartLifecycle {

	/**
	 * How long nothing must happen before the drain is over. It is enough for a client
	 * that has just connected to send its request.
	 */
	static final Duration QUIET = Duration.ofMillis(250);

	/** The time that is reserved for refusing the remaining requests, and for the end. */
	private static final Duration RESERVE = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(Drain.class);

	private final WorkerPool pool;

	private final AdmissionShutdown admissionShutdown;

	private final Bodies bodies;

	private final SuspendedRequests suspended;

	private final ApplicationContext context;

	private final ShutdownDeadline deadline;

	private final Duration delay;

	private volatile @Nullable PoolAwareProtocol protocol;

	private volatile boolean running;

	/**
	 * Makes the drain.
	 * @param pool runs the requests that the drain waits for
	 * @param admissionShutdown ends the requests that wait for a slot
	 * @param bodies ends the requests whose bodies are arriving
	 * @param suspended the requests that their handlers have suspended
	 * @param context the context of the server
	 * @param deadline the deadline of the whole shutdown
	 * @param delay for how long new connections are still accepted; part of that time
	 */
	public Drain(WorkerPool pool, AdmissionShutdown admissionShutdown, Bodies bodies, SuspendedRequests suspended,
			ApplicationContext context, ShutdownDeadline deadline, Duration delay) {
		this.pool = pool;
		this.admissionShutdown = admissionShutdown;
		this.bodies = bodies;
		this.suspended = suspended;
		this.context = context;
		this.deadline = deadline;
		this.delay = delay;
	}

	/** Sets the protocol whose connections are drained. */
	void attach(PoolAwareProtocol newProtocol) {
		this.protocol = newProtocol;
	}

	/** Takes requests again, if the application context was stopped before. */
	@Override
	public void start() {
		this.running = true;
		PoolAwareProtocol connections = this.protocol;
		if (connections != null && connections.isEnding()) {
			this.deadline.reset();
			this.admissionShutdown.admit();
			this.suspended.resume();
			connections.revokeEnd();
			AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		new Thread(() -> {
			try {
				drain();
			}
			finally {
				callback.run();
			}
		}, "drain").start();
	}

	/** Like the web server, which goes on while Spring's tests pause its context. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/** Before Spring Boot's graceful shutdown. */
	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

	private void drain() {
		PoolAwareProtocol connections = this.protocol;
		if (connections == null) {
			return;
		}
		this.deadline.begin();
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		if (!this.delay.isZero()) {
			connections.announceEnd();
			awaitDelay();
		}
		connections.stopAccepting();
		connections.announceEnd();
		logger.info("Going down: no new connections; " + figures());
		Duration reserve = Collections.min(List.of(RESERVE, this.deadline.timeout().dividedBy(4)));
		if (!awaitQuiet(reserve) && !refuseTheRest(reserve) && left() > 0) {
			logger.warn("Out of time: requests are left without an answer; " + figures());
			stopServer();
		}
		connections.end();
	}

	/**
	 * Goes on serving, each connection once, while load balancers notice that readiness
	 * refuses.
	 */
	private void awaitDelay() {
		logger.info("Not ready any more; new connections are taken for another %d ms".formatted(this.delay.toMillis()));
		long left = this.deadline.timeout().minus(this.delay).toNanos();
		while (this.deadline.remainingNanos() > left) {
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

	/**
	 * Waits until nothing has happened for {@link #QUIET}; false if only the reserve is
	 * left before that.
	 */
	private boolean awaitQuiet(Duration reserve) {
		long activity = activity();
		long quietSince = System.nanoTime();
		while (this.deadline.remainingNanos() > reserve.toNanos()) {
			long now = System.nanoTime();
			if (left() > 0 || activity() != activity) {
				activity = activity();
				quietSince = now;
			}
			else if (now - quietSince >= QUIET.toNanos()) {
				return true;
			}
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
		return false;
	}

	/**
	 * Handlers are interrupted only once they have run for a while: others may end by
	 * themselves, and may be writing. By the second time all of them have.
	 */
	private boolean refuseTheRest(Duration reserve) {
		logger.warn("Out of time: refusing with 503 what is left; " + figures());
		this.admissionShutdown.admitNobody();
		this.pool.interruptBusy(reserve.dividedBy(4));
		this.admissionShutdown.refuseAll();
		this.bodies.refuseAll();
		this.suspended.interrupt();
		if (awaitQuiet(reserve.dividedBy(2))) {
			return true;
		}
		this.pool.interruptBusy(reserve.dividedBy(4));
		return awaitQuiet(reserve.dividedBy(4));
	}

	/**
	 * Stops the server, so that Spring Boot's graceful shutdown doesn't wait again for
	 * requests that don't end.
	 */
	private void stopServer() {
		WebServer server = ((WebServerApplicationContext) this.context).getWebServer();
		if (server != null) {
			server.stop();
		}
	}

	private int left() {
		return this.pool.busy() + this.pool.queued() + waiting() + unsent();
	}

	private long activity() {
		return this.pool.workers().stream().mapToLong(Worker::requests).sum();
	}

	private String figures() {
		return "%d running, %d queued, %d waiting, %d unsent".formatted(this.pool.busy(), this.pool.queued(), waiting(),
				unsent());
	}

	/**
	 * The requests that hold no thread: they wait for a slot, for their body, or sleep.
	 */
	private int waiting() {
		return this.admissionShutdown.waiting() + this.bodies.waiting() + this.suspended.suspended();
	}

	/** Answers whose clients are to make room for their end. */
	private int unsent() {
		PoolAwareProtocol connections = this.protocol;
		return (connections != null) ? connections.unsentAnswers() : 0;
	}

}
