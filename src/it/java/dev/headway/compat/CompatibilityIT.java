package dev.headway.compat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.headway.foreign.Deployment;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that an application did before is different with Headway: not if its requests
 * are let in at once, and not if they wait for a slot.
 */
@Timeout(120)
class CompatibilityIT {

	@TempDir
	private static Path directory;

	private static @Nullable CompatServer stock;

	private static @Nullable CompatServer headway;

	@AfterAll
	static void stop() throws IOException {
		for (CompatServer server : Arrays.asList(stock, headway)) {
			if (server != null) {
				server.close();
			}
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("visits")
	void requestsAreAnsweredAndCountedAsByStockTomcat(Case visited, Protocol protocol) throws Exception {
		stock = started(stock, Deployment.STOCK_200);
		headway = started(headway, Deployment.HEADWAY);
		try {
			Transcript expected = stock.visit(visited, protocol);
			Transcript atOnce = headway.visit(visited, protocol);
			Transcript suspended = headway.visitSuspended(visited, protocol);
			assertSame(expected, atOnce, suspended);
		}
		catch (Throwable ex) {
			// a slot that was lost is not to spoil the next case
			if (!headway.hasAllSlots()) {
				headway.close();
				headway = null;
			}
			throw ex;
		}
	}

	private static CompatServer started(@Nullable CompatServer server, Deployment deployment) throws IOException {
		return (server != null) ? server : new CompatServer(deployment, directory);
	}

	private static void assertSame(Transcript expected, Transcript atOnce, Transcript suspended) {
		SoftAssertions.assertSoftly((softly) -> {
			softly.assertThat(atOnce.answers()).as("answers, let in at once").isEqualTo(expected.answers());
			softly.assertThat(atOnce.counts()).as("counts, let in at once").isEqualTo(expected.counts());
			softly.assertThat(suspended.suspended()).as("suspended").isEqualTo(suspended.requests());
			softly.assertThat(suspended.answers()).as("answers, suspended").isEqualTo(expected.answers());
			softly.assertThat(suspended.counts()).as("counts, suspended").isEqualTo(expected.counts());
		});
	}

	static Stream<Arguments> visits() {
		return Arrays.stream(Case.values())
			.flatMap((visited) -> Arrays.stream(Protocol.values()).map((protocol) -> Arguments.of(visited, protocol)));
	}

}
