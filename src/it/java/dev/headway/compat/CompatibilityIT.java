package dev.headway.compat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.headway.foreign.Deployment;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application behaves the same with Headway as without, whether its requests run at
 * once or wait for a slot.
 */
@Timeout(120)
class CompatibilityIT {

	/** The cases that a proxy, TLS or a context path could change. */
	private static final Set<Case> OVER_TLS = EnumSet.of(Case.JSON, Case.RAW_100_KB, Case.MULTIPART_1_KB, Case.CONTEXT,
			Case.SECURITY, Case.STREAMING, Case.ERROR_PAGES, Case.STATIC_RESOURCES, Case.FORWARDED, Case.TRACING);

	@TempDir
	private static Path directory;

	private static final Map<Boolean, CompatServer> STOCK = new HashMap<>();

	private static final Map<Boolean, CompatServer> HEADWAY = new HashMap<>();

	@AfterAll
	static void stop() throws IOException {
		for (CompatServer server : STOCK.values()) {
			server.close();
		}
		for (CompatServer server : HEADWAY.values()) {
			server.close();
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("visits")
	void requestsAreAnsweredAndCountedAsByStockTomcat(Case visited, Protocol protocol) throws Exception {
		CompatServer stock = started(STOCK, Deployment.STOCK_200, protocol.isSecure());
		CompatServer headway = started(HEADWAY, Deployment.HEADWAY, protocol.isSecure());
		try {
			Transcript expected = stock.visit(visited, protocol);
			assertThat(expected.answers()).contains(visited.proof());
			Transcript atOnce = headway.visit(visited, protocol);
			Transcript suspended = headway.visitSuspended(visited, protocol);
			assertSame(expected, atOnce, suspended);
		}
		catch (Throwable ex) {
			// a lost slot must not spoil the next case
			if (!headway.hasAllSlots()) {
				headway.close();
				HEADWAY.remove(protocol.isSecure());
			}
			throw ex;
		}
	}

	@Test
	void waitingEndsThoughATaskOfTheApplicationBlocks() throws Exception {
		try (CompatServer server = CompatServer.start(Deployment.HEADWAY, directory, "--compat.blocking-task=true",
				"--headway.waiting.timeout=1s");
				Client client = Protocol.HTTP_1_1.connect(server);
				Slots slots = server.slots()) {
			assertThat(client.send(Request.get("/scheduled")).toString()).contains("scheduling-1");
			assertThat(slots.sendWithoutSlot(client, Request.get("/context")).status()).isEqualTo(503);
		}
	}

	private static CompatServer started(Map<Boolean, CompatServer> servers, Deployment deployment, boolean secure)
			throws Exception {
		CompatServer present = servers.get(secure);
		if (present == null) {
			present = secure ? CompatServer.startSecure(deployment, directory)
					: CompatServer.start(deployment, directory);
			servers.put(secure, present);
		}
		return present;
	}

	private static void assertSame(Transcript expected, Transcript atOnce, Transcript suspended) {
		SoftAssertions.assertSoftly((softly) -> {
			softly.assertThat(expected.counts())
				.as("tags of the application's own")
				.contains("region=\"north\"", "tenant=");
			softly.assertThat(atOnce.answers()).as("answers, let in at once").isEqualTo(expected.answers());
			softly.assertThat(atOnce.counts()).as("counts, let in at once").isEqualTo(expected.counts());
			softly.assertThat(suspended.suspended()).as("suspended").isEqualTo(suspended.requests());
			softly.assertThat(suspended.answers()).as("answers, suspended").isEqualTo(expected.answers());
			softly.assertThat(suspended.counts()).as("counts, suspended").isEqualTo(expected.counts());
		});
	}

	static Stream<Arguments> visits() {
		return Arrays.stream(Case.values())
			.flatMap((visited) -> protocols(visited).map((protocol) -> Arguments.of(visited, protocol)));
	}

	private static Stream<Protocol> protocols(Case visited) {
		if (visited == Case.WEB_SOCKET) {
			return Stream.of(Protocol.WEB_SOCKET, Protocol.WEB_SOCKET_OVER_TLS);
		}
		Stream<Protocol> plain = Stream.of(Protocol.HTTP_1_1, Protocol.HTTP_2);
		return OVER_TLS.contains(visited)
				? Stream.concat(plain, Stream.of(Protocol.HTTP_1_1_OVER_TLS, Protocol.HTTP_2_OVER_TLS)) : plain;
	}

}
