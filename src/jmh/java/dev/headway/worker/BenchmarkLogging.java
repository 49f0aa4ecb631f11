package dev.headway.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the packaged server's effective log level: no line for each request. Logback
 * alone, without Spring Boot, starts at DEBUG.
 */
final class BenchmarkLogging {

	private BenchmarkLogging() {
	}

	static void quieten() {
		// not INFO, at which each pool would log the end of each worker
		((Logger) LoggerFactory.getLogger("dev.headway.worker")).setLevel(Level.WARN);
	}

}
