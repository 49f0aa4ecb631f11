package dev.headway.autoconfigure;

import java.lang.System.Logger;
import java.lang.System.LoggerFinder;

import org.springframework.util.ClassUtils;

/**
 * The loggers of classes that depend on the JDK alone. With
 * {@code slf4j-jdk-platform-logging} they log to SLF4J, also in a packaged application,
 * where the JDK can't find SLF4J's finder on the class path. Otherwise they log to
 * {@code java.util.logging}, which Spring Boot forwards.
 */
final class Logs {

	private static final String SLF4J = "org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder";

	private static final boolean HAS_SLF4J = ClassUtils.isPresent(SLF4J, Logs.class.getClassLoader());

	private Logs() {
	}

	/** The logger with a class's name. */
	static Logger of(Class<?> type) {
		return HAS_SLF4J ? Slf4j.FINDER.getLogger(type.getName(), type.getModule()) : System.getLogger(type.getName());
	}

	/** Loaded only if SLF4J's classes are present. */
	private static final class Slf4j {

		static final LoggerFinder FINDER = new org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder();

	}

}
