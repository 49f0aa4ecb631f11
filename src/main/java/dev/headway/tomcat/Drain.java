package dev.headway.tomcat;

import java.time.Duration;
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
 * Lets the server go down without losing a request that it has accepted: readiness
 * refuses, each answer is its connection's last, after a delay no new connections are
 * taken, and whatever is queued, running or waiting gets its real answer. Only then does
 * Spring Boot's graceful shutdown begin, which by itself would drop what is queued.
 * <p>
 * When time runs out, what is left is refused with 503, running handlers are interrupted,
 * and both are logged.
 */
public final class Drain implements SmartLifecycle {

	/**
	 * How long nothing may happen before it is taken for the end. Time enough for a
	 * client that has just connected to send its request.
	 */
	static final Duration QUIET = Duration.ofMillis(250);

	/** What is kept of the time for refusing what is left, and for the end. */
	private static final Duration RESERVE = Duration.ofSeconds(2);

	/** Who has been running for less ends by itself, and isn't disturbed in writing. */
	private static final Duration LONG = Duration.ofMillis(500);

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
	 * Makes ready for the end.
	 * @param pool runs what has to be waited for
	 * @param admissionShutdown tells those who wait for a slot
	 * @param bodies tells those whose bodies are arriving
	 * @param suspended those who wait for something else
	 * @param context whose server goes down
	 * @param deadline by when it has to be over
	 * @param delay for how long new connections are still taken; part of that time
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

	/** Tells whose connections these are. */
	void attach(PoolAwareProtocol newProtocol) {
		this.protocol = newProtocol;
	}

	@Override
	public void start() {
		this.running = true;
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
		Duration reserve = min(RESERVE, this.deadline.timeout().dividedBy(4));
		if (!awaitQuiet(reserve) && !refuseTheRest(reserve.dividedBy(4))) {
			logger.warn("Out of time: requests are left without an answer; " + figures());
			stopServer();
		}
		connections.end();
	}

	/**
	 * Serves on, each connection once, while balancers learn that readiness refuses.
	 */
	private void awaitDelay() {
		logger.info("Not ready any more; new connections are taken for another %d ms".formatted(this.delay.toMillis()));
		long left = this.deadline.timeout().minus(this.delay).toNanos();
		while (this.deadline.remainingNanos() > left) {
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

	/**
	 * Waits until nothing has been going on for a while, or until no more than that is
	 * left of the time.
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

	private boolean refuseTheRest(Duration reserve) {
		logger.warn("Out of time: refusing with 503 what is left; " + figures());
		this.admissionShutdown.admitNobody();
		this.pool.interruptBusy(LONG);
		this.admissionShutdown.refuseAll();
		this.bodies.refuseAll();
		this.suspended.interrupt();
		return awaitQuiet(reserve);
	}

	/**
	 * Ends Spring Boot's graceful shutdown before it begins: it would wait once more for
	 * what doesn't end.
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
	 * Those who hold no thread: for a slot, for their body, or for their time to be up.
	 */
	private int waiting() {
		return this.admissionShutdown.waiting() + this.bodies.waiting() + this.suspended.suspended();
	}

	/** Answers whose clients are to make room for their end. */
	private int unsent() {
		PoolAwareProtocol connections = this.protocol;
		return (connections != null) ? connections.unsentAnswers() : 0;
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
