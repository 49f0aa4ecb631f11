package dev.headway.autoconfigure;

import java.net.SocketException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Names the wrong property if the server, or the management server on a port of its own,
 * can't listen on the configured address or port. Spring Boot's analyzer handles a port
 * that is in use.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ListenFailureAnalyzer implements FailureAnalyzer {

	private static final String OUT_OF_RANGE = "port out of range:";

	/** Part of the name of the bean that starts the management server. */
	private static final String MANAGEMENT = "childManagementContext";

	private final Environment environment;

	ListenFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		String prefix = "server.";
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String message = Objects.requireNonNullElse(cause.getMessage(), "");
			if (message.contains(MANAGEMENT)) {
				prefix = "management.server.";
			}
			if (cause instanceof SocketException && WorkingValues.areKnownFor(prefix + "port")) {
				return analyze(message, prefix, failure);
			}
			if (message.startsWith(OUT_OF_RANGE) && WorkingValues.areKnownFor(prefix + "port")) {
				return port(prefix, "must be between 0 and 65535", "", failure);
			}
		}
		return null;
	}

	private @Nullable FailureAnalysis analyze(String message, String prefix, Throwable failure) {
		if (message.contains("assign requested address")) {
			String name = prefix + "address";
			return new FailureAnalysis(
					"The property %s has the value '%s', which is not an address of this machine.".formatted(name,
							this.environment.getProperty(name)),
					"Set it to a value that works, for example %s=127.0.0.1 for clients on this machine, or %s=0.0.0.0 for all."
						.formatted(name, name),
					failure);
		}
		if (message.contains("Permission denied")) {
			return port(prefix, "needs a right that this process doesn't have, as most ports below 1024 do",
					", or give the process the right (on Linux, CAP_NET_BIND_SERVICE)", failure);
		}
		return null;
	}

	private FailureAnalysis port(String prefix, String reason, String also, Throwable failure) {
		String name = prefix + "port";
		return new FailureAnalysis("The property %s has the value '%s', which %s.".formatted(name,
				this.environment.getProperty(name), reason), WorkingValues.remedy(name) + also, failure);
	}

}
