package dev.headway.site.start;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.headway.actuate.ServerAddresses;
import dev.headway.tomcat.InternalConnector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Requests the server's quick pages and its metrics a few times before the server is
 * ready. The first request to a JVM takes a hundred times as long as the next: on a cold
 * server a crowd's requests would be slow, and some would be refused because the waiting
 * room is full. These requests use a connector of their own, and no figure counts them.
 */
@Component
class WarmUp implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(WarmUp.class);

	private static final int ROUNDS = 20;

	/**
	 * More than a cold start takes. If the time runs out, the server starts nevertheless.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final String LENGTH = "content-length:";

	private final ServerAddresses addresses;

	private final InternalConnector connector;

	WarmUp(ServerAddresses addresses, InternalConnector connector) {
		this.addresses = addresses;
		this.connector = connector;
	}

	@Override
	public void run(ApplicationArguments args) {
		List<String> pages = this.addresses.pagesPath()
			.map((site) -> Stream.concat(Stream.of(site, site + "warm-up"), this.addresses.metricsPath().stream()))
			.orElse(Stream.empty())
			.toList();
		try (InternalConnector connections = this.connector) {
			for (int round = 0; round < ROUNDS && !pages.isEmpty(); round++) {
				ask(connections, pages);
			}
		}
		catch (IOException ex) {
			logger.debug("The first requests will find the server cold", ex);
		}
	}

	/** Requests the pages on one connection, as most clients do. */
	private static void ask(InternalConnector connections, List<String> pages) throws IOException {
		try (Socket socket = connections.connect()) {
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			socket.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (int i = 0; i < pages.size(); i++) {
				boolean last = i == pages.size() - 1;
				String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(pages.get(i),
						last ? "Connection: close\r\n" : "");
				socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
				if (last) {
					in.readAllBytes();
				}
				else {
					in.skipNBytes(readHead(in));
				}
			}
		}
	}

	/** Reads an answer's head, and returns how long its body is. */
	private static int readHead(InputStream in) throws IOException {
		int length = 0;
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
				length = Integer.parseInt(line.substring(LENGTH.length()).strip());
			}
		}
		return length;
	}

	private static String readLine(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("The connection ended within a head");
			}
			line.append((char) next);
		}
		return line.toString().strip();
	}

}
