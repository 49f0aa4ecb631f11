package dev.headway.start;

import java.util.Map;
import java.util.Optional;

/** For properties that have a wrong value, one that works. */
final class WorkingValues {

	/** Those of Spring Boot's that this application has a word in. */
	private static final Map<String, String> SPRING_BOOT = Map.of("server.port", "7878", "server.address", "127.0.0.1",
			"server.tomcat.max-connections", "8192", "management.server.port", "7879", "management.server.address",
			"127.0.0.1");

	private static final String OURS = "headway.";

	private WorkingValues() {
	}

	/** Whether this application answers for the property's value. */
	static boolean areKnownFor(String name) {
		return name.startsWith(OURS) || SPRING_BOOT.containsKey(name);
	}

	/** A value that works, if one is known. */
	static Optional<String> of(String name) {
		return Optional.ofNullable(SPRING_BOOT.get(name)).or(() -> PropertyMetadata.read().defaultOf(name));
	}

	/** A sentence's beginning that says what to do. */
	static String remedy(String name) {
		return of(name).map((works) -> "Set it to a value that works, for example %s=%s".formatted(name, works))
			.orElse("Set it to a value that works.");
	}

}
