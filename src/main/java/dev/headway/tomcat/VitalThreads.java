package dev.headway.tomcat;

import java.util.Arrays;

/**
 * Tomcat's accepting and polling threads. Without one of them the server serves nothing,
 * and no other sign would show it. Thread-safe.
 */
public final class VitalThreads {

	private static final int COUNT = 2;

	private volatile Thread[] threads = {};

	/**
	 * Whether all of them are alive.
	 * @return true also if there is no server; allocates nothing
	 */
	public boolean areAlive() {
		for (Thread thread : this.threads) {
			if (!thread.isAlive()) {
				return false;
			}
		}
		return true;
	}

	/** Finds the threads of an endpoint that has just started them. */
	void watch(String endpoint) {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		Thread[] all = new Thread[group.activeCount() * 2 + COUNT];
		int count = group.enumerate(all);
		this.threads = Arrays.stream(all, 0, count)
			.filter((thread) -> thread.getName().equals(endpoint + "-Poller")
					|| thread.getName().equals(endpoint + "-Acceptor"))
			.toArray(Thread[]::new);
	}

	/** The endpoint is about to end its threads. */
	void forget() {
		this.threads = new Thread[0];
	}

}
