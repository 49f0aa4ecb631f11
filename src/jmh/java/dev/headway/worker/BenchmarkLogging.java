package dev.headway.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the level that the packaged server has in effect while it runs: no line for a
 * single request. Logback alone, without Spring Boot, would begin at DEBUG.
 */
final class BenchmarkLogging {

	private BenchmarkLogging() {
	}

	static void quieten() {
		// not INFO, at which each pool would tell the end of each of its workers
		((Logger) LoggerFactory.getLogger("dev.headway.worker")).setLevel(Level.WARN);
	}

}
