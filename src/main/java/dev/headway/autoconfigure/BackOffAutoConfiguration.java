package dev.headway.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/** If Headway backs off, logs the reason in one line. */
@AutoConfiguration(after = ConnectorAutoConfiguration.class)
@ConditionalOnMissingBean(type = "dev.headway.tomcat.PoolConnector")
@ConditionalOnBooleanProperty(name = "headway.enabled", matchIfMissing = true)
public final class BackOffAutoConfiguration {

	private static final Log logger = LogFactory.getLog(BackOffAutoConfiguration.class);

	private static final String SERVLET_CONTEXT = "org.springframework.web.context.WebApplicationContext";

	@Bean
	ApplicationListener<ApplicationStartedEvent> headwayBackOff() {
		return (event) -> logger
			.info("Headway leaves this application as it is: " + reason(event.getApplicationContext()));
	}

	private static String reason(Object context) {
		ClassLoader classLoader = BackOffAutoConfiguration.class.getClassLoader();
		if (!isServletApplication(context, classLoader)) {
			return "it isn't a Spring MVC application";
		}
		return ClassUtils.isPresent("org.apache.coyote.http11.Http11NioProtocol", classLoader)
				? "its threads are those of the container that it is deployed in" : "its server isn't Tomcat";
	}

	private static boolean isServletApplication(Object context, ClassLoader classLoader) {
		return ClassUtils.isPresent(SERVLET_CONTEXT, classLoader)
				&& ClassUtils.resolveClassName(SERVLET_CONTEXT, classLoader).isInstance(context);
	}

}
