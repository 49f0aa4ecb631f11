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
 * Ends the process with status 3 and one line on standard error when it runs but can't
 * serve: a thread has died of a lack of memory, there is no memory left, one of Tomcat's
 * vital threads has ended, or a shutdown takes longer than it may. Otherwise a JVM goes
 * on in all these cases, and its supervisor waits for an exit that doesn't come.
 * <p>
 * Everything it needs is made in advance: when it has to act there may be no memory.
 */
public final class Watchdog {

	/** The status of {@code -XX:+ExitOnOutOfMemoryError}. */
	static final int STATUS = 3;

	/** How long after the deadline a shutdown is ended. */
	static final Duration RESERVE = Duration.ofMillis(1500);

	private static final long RESERVE_NANOS = RESERVE.toNanos();

	private static final long PERIOD_NANOS = Duration.ofMillis(500).toNanos();

	/** If that much can't be allocated, requests can't be served. */
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

	/** Spring Boot's default, until the configured one is known. */
	private volatile ShutdownDeadline deadline = new ShutdownDeadline(Duration.ofSeconds(30));

	private volatile boolean shuttingDown;

	/** Keeps the compiler from removing the probe. */
	@SuppressWarnings("UnusedVariable")
	private volatile byte @Nullable [] probe;

	private Watchdog() {
		rehearse();
	}

	/**
	 * Begins to watch this process.
	 * @return the watchdog
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
	 * Watches a server that has started.
	 * @param alive whether the server has its vital threads; must not allocate
	 * @param shutdown the deadline of the server's shutdown
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

	/** Errors of the JVM itself, except for an endless recursion. */
	private static boolean isFatal(Throwable failure) {
		return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
	}

	/**
	 * Runs the code that ends the process, except for the end itself. Code that runs for
	 * the first time loads classes and links call sites, which takes memory.
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

	/** Prints once why the process ends. */
	private void say(byte[] message) {
		if (!this.ended.compareAndSet(false, true)) {
			// another thread prints the reason; give it time, but not for ever, since its
			// write may block
			LockSupport.parkNanos(PERIOD_NANOS);
			return;
		}
		try {
			STANDARD_ERROR.write(message);
		}
		catch (IOException ex) {
			// standard error is closed; the status still shows the reason
		}
	}

	private static byte[] line(String reason) {
		return "headway: ended with status %d, because %s%n".formatted(STATUS, reason).getBytes(StandardCharsets.UTF_8);
	}

}
