package dev.headway.site.start;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.headway.worker.ShutdownDeadline;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with status 3 and one line on standard error when it lives on without
 * being of use: when a thread has died of a lack of memory, when there is no memory left,
 * when a thread is missing without which nothing is served, or when a shutdown takes
 * longer than it may. By itself a JVM goes on in all these cases, and what looks after it
 * waits for an exit that doesn't come.
 * <p>
 * All it needs is made in advance: when it has to act there may be no memory to be had.
 */
public final class Watchdog {

	/** As of {@code -XX:+ExitOnOutOfMemoryError}. */
	static final int STATUS = 3;

	/** How long after the deadline a shutdown is ended. */
	static final Duration RESERVE = Duration.ofMillis(1500);

	private static final long RESERVE_NANOS = RESERVE.toNanos();

	private static final long PERIOD_NANOS = Duration.ofMillis(500).toNanos();

	/** If that much isn't to be had, what clients send can't be served. */
	private static final int PROBE_BYTES = 32 * 1024;

	private static final String ADVICE = " A larger heap (-Xmx) or fewer connections (server.tomcat.max-connections) would help.";

	private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

	private final byte[] diedOfMemory = line("a thread has died of a lack of memory." + ADVICE);

	private final byte[] outOfMemory = line("there is no memory left." + ADVICE);

	private final byte[] threadLost = line("Tomcat's accepting or polling thread has died.");

	private final byte[] shutdownTooLong = line("the shutdown took longer than it may, see the log.");

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Thread thread = new Thread(this::watch, "watchdog");

	private volatile BooleanSupplier vitalSign = () -> true;

	/** Spring Boot's, until there is one that was configured. */
	private volatile ShutdownDeadline deadline = new ShutdownDeadline(Duration.ofSeconds(30));

	private volatile boolean shuttingDown;

	/** Keeps the compiler from leaving the probe out. */
	@SuppressWarnings("UnusedVariable")
	private volatile byte @Nullable [] probe;

	private Watchdog() {
		rehearse();
	}

	/**
	 * Begins to watch this process.
	 * @return the watchdog, which can be told more
	 */
	public static Watchdog start() {
		Watchdog watchdog = new Watchdog();
		Thread.setDefaultUncaughtExceptionHandler(watchdog::uncaught);
		Runtime.getRuntime().addShutdownHook(new Thread(watchdog::shutDown, "watchdog-shutdown"));
		watchdog.thread.setDaemon(true);
		watchdog.thread.start();
		return watchdog;
	}

	/**
	 * Watches over a server that has started.
	 * @param alive tells whether it has the threads that it needs, without allocation
	 * @param shutdown by when its shutdown has to be over
	 */
	public void watchOver(BooleanSupplier alive, ShutdownDeadline shutdown) {
		this.vitalSign = alive;
		this.deadline = shutdown;
		if (this.shuttingDown) {
			shutdown.begin();
		}
	}

	private void shutDown() {
		this.shuttingDown = true;
		this.deadline.begin();
	}

	private void watch() {
		while (true) {
			LockSupport.parkNanos(PERIOD_NANOS);
			check();
		}
	}

	private void check() {
		if (this.deadline.remainingNanos() < -RESERVE_NANOS) {
			end(this.shutdownTooLong);
		}
		if (!this.shuttingDown && !this.vitalSign.getAsBoolean()) {
			end(this.threadLost);
		}
		try {
			this.probe = new byte[PROBE_BYTES];
			this.probe = null;
		}
		catch (OutOfMemoryError ex) {
			end(this.outOfMemory);
		}
	}

	private void uncaught(Thread dying, Throwable failure) {
		if (isFatal(failure)) {
			end(this.diedOfMemory);
		}
		System.err.print("Exception in thread \"" + dying.getName() + "\" ");
		failure.printStackTrace();
	}

	/** Errors of the JVM itself, but for a recursion without end. */
	private static boolean isFatal(Throwable failure) {
		return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
	}

	/**
	 * Does all that leads to the end, but for the end. When code runs for the first time,
	 * class loaders are asked for what it names, and call sites are linked, which takes
	 * memory.
	 */
	private void rehearse() {
		isFatal(new StackOverflowError());
		isFatal(new OutOfMemoryError());
		Runtime.getRuntime();
		say(new byte[0]);
		this.ended.set(false);
	}

	private void end(byte[] message) {
		try {
			say(message);
		}
		finally {
			Runtime.getRuntime().halt(STATUS);
		}
	}

	/** Says why the process ends, once. */
	private void say(byte[] message) {
		if (!this.ended.compareAndSet(false, true)) {
			// another thread is saying it, unless nobody reads what it says
			LockSupport.parkNanos(PERIOD_NANOS);
			return;
		}
		try {
			STANDARD_ERROR.write(message);
		}
		catch (IOException ex) {
			// nobody listens; there is the status
		}
	}

	private static byte[] line(String reason) {
		return "headway: ended with status %d, because %s%n".formatted(STATUS, reason).getBytes(StandardCharsets.UTF_8);
	}

}
