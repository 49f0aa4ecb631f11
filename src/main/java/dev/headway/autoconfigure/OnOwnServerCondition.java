package dev.headway.autoconfigure;

import java.util.Objects;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.context.WebApplicationContext;

/**
 * Matches an application that starts its own server (when the condition is evaluated, it
 * hasn't yet), and one that is tested without a server.
 */
final class OnOwnServerCondition extends SpringBootCondition {

	private static final String MOCK = "org.springframework.mock.web.MockServletContext";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ServletContext foreign = (context.getResourceLoader() instanceof WebApplicationContext web)
				? foreign(web.getServletContext()) : null;
		ConditionMessage.Builder message = ConditionMessage.forCondition("Own server");
		return (foreign == null) ? ConditionOutcome.match(message.because("the server is the application's own"))
				: ConditionOutcome
					.noMatch(message.because("the application is deployed in " + foreign.getServerInfo()));
	}

	private static @Nullable ServletContext foreign(@Nullable ServletContext servletContext) {
		return (servletContext == null || isMock(servletContext.getClass())) ? null : servletContext;
	}

	private static boolean isMock(Class<?> type) {
		return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
			.anyMatch((each) -> each.getName().equals(MOCK));
	}

}
