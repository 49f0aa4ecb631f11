package dev.headway.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Warns at start of Spring Boot's properties that are set and have no effect here, and
 * names the properties that have. They are about the threads that run requests; here the
 * pool has those.
 */
final class IgnoredProperties implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(IgnoredProperties.class);

	private static final String WORKERS = "headway.pool.size and headway.pool.express say how many threads run requests";

	private static final String THREADS = "server.tomcat.threads.max";

	private static final String VIRTUAL_THREADS = "spring.threads.virtual.enabled";

	private static final Map<String, String> INSTEAD = new LinkedHashMap<>();

	static {
		INSTEAD.put("server.tomcat.threads.min-spare", WORKERS + ", from the start");
		INSTEAD.put("server.tomcat.threads.max-queue-capacity",
				"the queue has room for all of server.tomcat.max-connections, and headway.waiting.capacity says how many "
						+ "slow requests can wait");
	}

	private final boolean ownPool;

	/**
	 * Checks when the application has started.
	 * @param ownPool whether the application defines the size of its pool, so that Spring
	 * Boot's properties don't
	 */
	IgnoredProperties(boolean ownPool) {
		this.ownPool = ownPool;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		warn(event.getApplicationContext().getEnvironment());
	}

	void warn(Environment environment) {
		if (this.ownPool) {
			warn(environment, THREADS, WORKERS);
			if (environment.getProperty(VIRTUAL_THREADS, Boolean.class, false)) {
				warn(VIRTUAL_THREADS, "true", "headway.model=virtual-threads runs requests on them");
			}
		}
		INSTEAD.forEach((name, instead) -> warn(environment, name, instead));
	}

	private static void warn(Environment environment, String name, String instead) {
		String value = environment.getProperty(name);
		if (value != null) {
			warn(name, value, instead);
		}
	}

	private static void warn(String name, String value, String instead) {
		logger.warn("The property %s=%s has no effect on requests: %s".formatted(name, value, instead));
	}

}
