package com.example.compat;

/** Simulates work; it can be switched off to measure the rest. */
final class Pause {

	private static final boolean ON = Boolean.parseBoolean(System.getProperty("compat.pauses", "true"));

	private Pause() {
	}

	static void millis(long millis) {
		try {
			if (ON) {
				Thread.sleep(millis);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
