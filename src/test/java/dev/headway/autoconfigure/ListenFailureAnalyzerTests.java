package dev.headway.autoconfigure;

import java.net.BindException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ListenFailureAnalyzerTests {

	private static final String MAIN = "Failed to start bean 'webServerStartStop'";

	private static final String MANAGEMENT = "Failed to start bean 'childManagementContextInitializer'";

	private final ListenFailureAnalyzer analyzer = new ListenFailureAnalyzer(
			new MockEnvironment().withProperty("server.port", "80")
				.withProperty("server.address", "10.99.99.99")
				.withProperty("management.server.port", "81")
				.withProperty("management.server.address", "10.99.99.98"));

	@Test
	void rightThatIsMissingNamesThePort() {
		assertThat(analyze(MAIN, new BindException("Permission denied")))
			.isEqualTo("The property server.port has the value '80', which needs a right that this process doesn't "
					+ "have, as most ports below 1024 do. Set it to a value that works, for example server.port=7878, "
					+ "or give the process the right (on Linux, CAP_NET_BIND_SERVICE)");
	}

	@Test
	void addressOfAnotherMachineNamesTheAddress() {
		assertThat(analyze(MAIN, new BindException("Cannot assign requested address")))
			.contains(
					"The property server.address has the value '10.99.99.99', which is not an address of this machine.")
			.contains("for example server.address=127.0.0.1");
	}

	@Test
	void managementServerHasPropertiesOfItsOwn() {
		assertThat(analyze(MANAGEMENT, new BindException("Can't assign requested address")))
			.contains("The property management.server.address has the value '10.99.99.98'");
		assertThat(analyze(MANAGEMENT, new BindException("Permission denied")))
			.contains("The property management.server.port has the value '81'", "management.server.port=7879");
		assertThat(analyze(MANAGEMENT, new IllegalArgumentException("port out of range:81")))
			.contains("The property management.server.port has the value '81', which must be between 0 and 65535.");
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		assertThat(analyze(MAIN, new BindException("Address already in use"))).isNull();
		assertThat(analyze(MAIN, new IllegalStateException("whatever"))).isNull();
	}

	private @Nullable String analyze(String message, Exception cause) {
		FailureAnalysis analysis = this.analyzer.analyze(new ApplicationContextException(message,
				new WebServerException("Unable to start embedded Tomcat server", cause)));
		return (analysis != null) ? analysis.getDescription() + " " + analysis.getAction() : null;
	}

}
