package dev.headway.tomcat;

/** Watches how refused requests are answered. Thread-safe. */
@FunctionalInterface
public interface RefusalObserver {

	/**
	 * Puts itself around a handler.
	 * @param handler answers
	 * @return the same, watched
	 */
	RefusalHandler observe(RefusalHandler handler);

}
