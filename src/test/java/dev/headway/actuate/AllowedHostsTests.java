package dev.headway.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AllowedHostsTests {

	private final AllowedHosts hosts = AllowedHosts.in(
			new MockEnvironment().withProperty("server.address", "site.example.net")
				.withProperty("management.server.address", "Management.example.net."),
			List.of("board.example.com", "UPPER.example.com."));

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.0.0.1:7878", "127.1.2.3:7878", "127.0.0.1.", "localhost",
			"localhost:7878", "LOCALHOST:7878", "localhost.", "localhost.:7878", "board.localhost:7878", "[::1]",
			"[::1]:7878", "[0:0:0:0:0:0:0:1]:7878", "[::ffff:127.0.0.1]:7878", "192.168.1.20:7878", "10.0.0.1",
			"[fe80::1]:7878", "[2001:db8::1]", "0.0.0.0:7878", "site.example.net:7878", "SITE.example.NET",
			"site.example.net.:7878", "management.example.net:7879", "board.example.com", "board.example.com:443",
			"Board.Example.Com.:7878", "upper.example.com" })
	void ownNamesAndAddressesAreAllowed(String host) {
		assertThat(this.hosts.allow(request(host))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:7878", "localhost.evil.example:7878",
			"127.0.0.1.evil.example:7878", "127.0.0.1.nip.io", "evil-localhost", "xlocalhost", "localhost.localdomain",
			"evil.board.example.com", "board.example.com.evil.example", "board.example.co", "board.example.com..",
			"evil.example.", "EVIL.EXAMPLE", "127.1", "0x7f.0.0.1", "2130706433", "x[::1]", "[::1].evil",
			"localhost:evil.example", "evil.example:localhost", "localhost:7878:7878" })
	void otherNamesAreNotAllowed(String host) {
		assertThat(this.hosts.allow(request(host))).isFalse();
	}

	@Test
	void requestWithoutHostIsNoBrowsersAndAllowed() {
		for (@Nullable
		String host : new String[] { null, "", " " }) {
			MockHttpServletRequest request = request(host);
			request.setProtocol("HTTP/1.0");
			request.setServerName("machine.example");
			assertThat(this.hosts.allow(request)).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "localhost, true", "board.example.com, true", "evil.example, false" })
	void authorityStandsForTheHostInHttp2(String authority, boolean allowed) {
		MockHttpServletRequest request = request(null);
		request.setProtocol("HTTP/2.0");
		request.setServerName(authority);
		assertThat(this.hosts.allow(request)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource({ "evil.example, localhost, false", "localhost, evil.example, false",
			"localhost, board.example.com, true", "board.example.com, localhost, true" })
	void nameThatAProxyForwardsCountsBesideTheHost(String host, String forwarded, boolean allowed) {
		MockHttpServletRequest request = new MockHttpServletRequest() {
			@Override
			public String getServerName() {
				return forwarded;
			}
		};
		request.addHeader("Host", host);
		assertThat(this.hosts.allow(request)).isEqualTo(allowed);
	}

	@Test
	void currentRequestIsTheOneOfTheThread() {
		assertThat(this.hosts.allowCurrentRequest()).as("none").isTrue();
		try {
			RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request("evil.example")));
			assertThat(this.hosts.allowCurrentRequest()).isFalse();
			RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request("localhost")));
			assertThat(this.hosts.allowCurrentRequest()).isTrue();
		}
		finally {
			RequestContextHolder.resetRequestAttributes();
		}
	}

	/**
	 * The server name as Tomcat takes it from a Host header: the part before the port.
	 */
	private static MockHttpServletRequest request(@Nullable String host) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/actuator/workers");
		if (host != null) {
			request.addHeader("Host", host);
			request.setServerName(host.replaceFirst(":\\d*$", ""));
		}
		return request;
	}

}
