package dev.headway.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

import dev.headway.worker.Warming;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Asks the server for its quick pages and its metrics a few times before it is called
 * ready. The first request to a JVM takes a hundred times as long as the next: a crowd
 * that meets a cold server would find it slow, and some of it the waiting room full.
 * These requests are not counted.
 */
@Component
class WarmUp implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(WarmUp.class);

	private static final int ROUNDS = 20;

	/** More than a cold start takes; a start doesn't fail for it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Addresses addresses;

	private final Warming warming;

	WarmUp(Addresses addresses, Warming warming) {
		this.addresses = addresses;
		this.warming = warming;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			for (int round = 0; round < ROUNDS; round++) {
				ask();
			}
		}
		catch (IOException ex) {
			logger.debug("The first requests will find the server cold", ex);
		}
		finally {
			this.warming.end();
		}
	}

	private void ask() throws IOException {
		URI site = this.addresses.site().orElse(null);
		// its certificate is made for others
		if (site != null && site.getScheme().equals("http")) {
			ask(site);
			ask(site.resolve("warm-up"));
			ask(this.addresses.metrics().orElse(site));
		}
	}

	/** With the JDK's oldest client, which loads the fewest classes. */
	private static void ask(URI page) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
		connection.setConnectTimeout((int) TIMEOUT.toMillis());
		connection.setReadTimeout((int) TIMEOUT.toMillis());
		boolean missing = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
		try (InputStream answer = missing ? connection.getErrorStream() : connection.getInputStream()) {
			if (answer != null) {
				// only then is the connection kept
				answer.readAllBytes();
			}
		}
	}

}
