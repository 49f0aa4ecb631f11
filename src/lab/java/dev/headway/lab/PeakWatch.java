package dev.headway.lab;

import java.io.IOException;

/** Reads the figures of a server's process ten times a second, and keeps the peaks. */
final class PeakWatch implements AutoCloseable {

	private static final long PERIOD_MILLIS = 100;

	private final Server server;

	private final Thread thread;

	private volatile boolean stopped;

	private volatile ProcessFigures peak;

	PeakWatch(Server server) throws IOException {
		this.server = server;
		this.peak = server.figures();
		this.thread = new Thread(this::watch, "peak-watch");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	ProcessFigures peak() {
		return this.peak;
	}

	private void watch() {
		try {
			while (!this.stopped) {
				this.peak = this.peak.max(this.server.figures());
				Thread.sleep(PERIOD_MILLIS);
			}
		}
		catch (IOException | InterruptedException ex) {
			// the process has ended; the peaks until then count
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
	}

}
