package dev.headway.autoconfigure;

import java.lang.System.Logger;
import java.lang.System.LoggerFinder;

import org.springframework.util.ClassUtils;

/**
 * The loggers of classes that know the JDK alone. With {@code slf4j-jdk-platform-logging}
 * they lead to SLF4J, also in a packaged application, whose class path the JDK doesn't
 * see when it looks for one; otherwise to {@code java.util.logging}, which Spring Boot
 * leads on.
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

	/** Loaded only where SLF4J's classes are. */
	private static final class Slf4j {

		static final LoggerFinder FINDER = new org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder();

	}

}
