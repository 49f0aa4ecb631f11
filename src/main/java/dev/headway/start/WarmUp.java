package dev.headway.start;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import dev.headway.worker.Warming;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Asks the server for its quick pages a few times before it is called ready. The first
 * request to a JVM takes a hundred times as long as the next: a crowd that meets a cold
 * server would find it slow, and some of it the waiting room full. These requests are not
 * counted.
 */
@Component
class WarmUp implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(WarmUp.class);

	private static final int ROUNDS = 20;

	/** More than a cold start takes; a start doesn't fail for it. */
	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ServerProperties server;

	private final Environment environment;

	private final Warming warming;

	WarmUp(ServerProperties server, Environment environment, Warming warming) {
		this.server = server;
		this.environment = environment;
		this.warming = warming;
	}

	@Override
	public void run(ApplicationArguments args) {
		try {
			String port = this.environment.getProperty("local.server.port");
			if (port != null && !Ssl.isEnabled(this.server.getSsl())) {
				ask(Integer.parseInt(port));
			}
		}
		catch (Exception ex) {
			logger.debug("The first requests will find the server cold", ex);
		}
		finally {
			this.warming.end();
		}
	}

	private void ask(int port) throws Exception {
		InetAddress address = this.server.getAddress();
		InetAddress reachable = (address == null || address.isAnyLocalAddress()) ? InetAddress.getLoopbackAddress()
				: address;
		String path = this.environment.getProperty("server.servlet.context-path", "") + "/";
		HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
		for (int round = 0; round < ROUNDS; round++) {
			for (String page : List.of(path, path + "warm-up")) {
				URI uri = new URI("http", null, reachable.getHostAddress(), port, page, null, null);
				client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.discarding());
			}
		}
	}

}
