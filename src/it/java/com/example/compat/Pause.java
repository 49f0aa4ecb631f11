package com.example.compat;

/** What stands for work, unless it is the rest that is measured. */
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
