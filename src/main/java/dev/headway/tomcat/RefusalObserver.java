package dev.headway.tomcat;

/** Observes the answers to refused requests. Thread-safe. */
@FunctionalInterface
public interface RefusalObserver {

	/**
	 * Wraps a handler.
	 * @param handler answers refused requests
	 * @return a handler that calls the given one and observes it
	 */
	RefusalHandler observe(RefusalHandler handler);

}
