package dev.headway.site.start;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.headway.worker.ShutdownDeadline;

/** A process with a watchdog, and with a failure that the watchdog has to handle. */
final class WatchedProcess {

	private static final List<byte[]> HEAP = new ArrayList<>();

	private WatchedProcess() {
	}

	public static void main(String[] args) throws InterruptedException {
		Watchdog watchdog = Watchdog.start();
		ShutdownDeadline deadline = new ShutdownDeadline(Duration.ofSeconds(1));
		watchdog.watchOver(() -> true, deadline);
		switch (args[0]) {
			case "threadDiesOfMemory" -> new Thread(WatchedProcess::fillHeap).start();
			case "heapIsFull" -> fillHeapAndLiveOn();
			case "vitalThreadDies" -> {
				Thread vital = new Thread(() -> {
					throw new IllegalStateException("for whatever reason");
				});
				vital.start();
				watchdog.watchOver(vital::isAlive, deadline);
			}
			case "shutdownHangs" -> {
				Runtime.getRuntime().addShutdownHook(new Thread(WatchedProcess::hang));
				new Thread(() -> System.exit(0)).start();
			}
			case "otherErrors" -> {
				run(() -> {
					throw new IllegalStateException();
				});
				run(WatchedProcess::recurse);
				System.exit(0);
			}
			default -> throw new IllegalArgumentException(args[0]);
		}
		hang();
	}

	private static void run(Runnable failing) throws InterruptedException {
		Thread thread = new Thread(failing, "other");
		thread.start();
		thread.join();
	}

	@SuppressWarnings("InfiniteRecursion")
	private static void recurse() {
		recurse();
	}

	private static void fillHeap() {
		while (true) {
			HEAP.add(new byte[1024]);
		}
	}

	private static void fillHeapAndLiveOn() {
		try {
			fillHeap();
		}
		catch (OutOfMemoryError ex) {
			// as Tomcat and Spring do
		}
	}

	private static void hang() {
		while (true) {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException | OutOfMemoryError ex) {
				// never ends
			}
		}
	}

}
