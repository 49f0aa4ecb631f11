package dev.headway.tomcat;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class ConnectionLimitTests {

	private static final String TLS = "server.ssl.key-store=a";

	private static final String HTTP2 = "server.http2.enabled=true";

	@Test
	void waitingRequestsLeaveConnectionsToOthers(CapturedOutput output) {
		ConnectionLimit limit = new ConnectionLimit(50);
		assertThat(limit.waiting(40, 5)).isEqualTo(40);
		assertThat(limit.waiting(0, 50)).isZero();
		assertThat(output).isEmpty();
		assertThat(limit.waiting(100, 5)).isEqualTo(40);
		assertThat(limit.waiting(100, 50)).isOne();
		assertThat(output).contains("headway.waiting.capacity is 40 instead of 100",
				"one of 50 connections (server.tomcat.max-connections)");
	}

	/** The heaps are what a JVM has of -Xmx64m, of the launcher's and of -Xmx4g. */
	@ParameterizedTest
	@CsvSource({ "64, '', 297", "820, '', 8192", "4096, '', 8192", "64, " + TLS + ", 172", "820, " + TLS + ", 4756",
			"4096, " + TLS + ", 8192", "64, " + HTTP2 + ", 8", "820, " + HTTP2 + ", 49",
			"820, server.max-http-request-header-size=64KB, 5020", "10, '', 8" })
	void isWhatFitsIntoTheHeapUnlessTheDefaultDoes(int megabytes, String property, int connections) {
		assertThat(ConnectionLimit.of(Optional.empty(), cost(property), bytes(megabytes)).connections())
			.isEqualTo(connections);
	}

	@Test
	void reductionIsToldWithTheFigures(CapturedOutput output) {
		ConnectionLimit.of(Optional.empty(), cost(TLS), bytes(64));
		assertThat(output.toString().lines()).singleElement()
			.asString()
			.contains("WARN", "server.tomcat.max-connections is 172 instead of 8192: 8192 connections, "
					+ "152 KB with TLS each at worst, and the application need a heap of 1387 MB, and there are 64 MB");
	}

	@Test
	void configuredNumberThatFitsIsTaken(CapturedOutput output) {
		assertThat(ConnectionLimit.of(Optional.of(200), cost(""), bytes(64)).connections()).isEqualTo(200);
		assertThat(ConnectionLimit.of(Optional.of(20_000), cost(""), bytes(4096)).connections()).isEqualTo(20_000);
		assertThat(output).isEmpty();
	}

	@Test
	void configuredNumberThatDoesNotFitIsRefusedWithOneThatDoes() {
		assertThatExceptionOfType(ServerStartException.class)
			.isThrownBy(() -> ConnectionLimit.of(Optional.of(5000), cost(""), bytes(64)))
			.withMessage("The property server.tomcat.max-connections has the value '5000', which is too much for the "
					+ "heap: 5000 connections, 88 KB each at worst, and the application need a heap of 513 MB, "
					+ "and there are 64 MB.")
			.satisfies((failure) -> assertThat(failure.action())
				.isEqualTo("Set it to a value that works, for example server.tomcat.max-connections=297, "
						+ "or give the JVM more memory: -Xmx539m"));
	}

	private static ConnectionCost cost(String property) {
		MockEnvironment environment = new MockEnvironment();
		if (!property.isEmpty()) {
			String[] parts = property.split("=");
			environment.setProperty(parts[0], parts[1]);
		}
		return ConnectionCost.in(environment);
	}

	private static long bytes(int megabytes) {
		return (long) megabytes << 20;
	}

}
