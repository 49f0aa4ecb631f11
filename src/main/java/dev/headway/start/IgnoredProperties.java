package dev.headway.start;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says at start which of Spring Boot's properties are set and have no effect here, and
 * what has. They are about the threads that run requests, which are the pool's.
 */
@Component
final class IgnoredProperties implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(IgnoredProperties.class);

	private static final String WORKERS = "headway.pool.size and headway.pool.express say how many threads run requests";

	private static final Map<String, String> INSTEAD = new LinkedHashMap<>();

	static {
		INSTEAD.put("server.tomcat.threads.max", WORKERS);
		INSTEAD.put("server.tomcat.threads.min-spare", WORKERS + ", from the start");
		INSTEAD.put("server.tomcat.threads.max-queue-capacity",
				"the queue has room for all of server.tomcat.max-connections, and headway.waiting.capacity says how many "
						+ "slow requests can wait");
	}

	private static final String VIRTUAL_THREADS = "spring.threads.virtual.enabled";

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		warn(event.getApplicationContext().getEnvironment());
	}

	static void warn(Environment environment) {
		INSTEAD.forEach((name, instead) -> {
			String value = environment.getProperty(name);
			if (value != null) {
				warn(name, value, instead);
			}
		});
		if (environment.getProperty(VIRTUAL_THREADS, Boolean.class, false)) {
			warn(VIRTUAL_THREADS, "true", "headway.model=virtual-threads has requests run on them");
		}
	}

	private static void warn(String name, String value, String instead) {
		logger.warn("The property %s=%s has no effect on requests: %s".formatted(name, value, instead));
	}

}
