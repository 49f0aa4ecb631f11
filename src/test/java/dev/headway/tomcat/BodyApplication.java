package dev.headway.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import javax.net.SocketFactory;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.TlsServer;
import dev.headway.worker.WorkerPool;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application whose handlers read bodies, with four slots, one express worker and no
 * spares.
 */
final class BodyApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final SocketFactory sockets;

	private BodyApplication(SocketFactory sockets, String... arguments) {
		String[] all = Stream
			.concat(Stream.of("--server.port=0", "--headway.pool.spares=0", "--spring.servlet.multipart.enabled=true",
					"--spring.mvc.formcontent.filter.enabled=true"), Stream.of(arguments))
			.toArray(String[]::new);
		this.context = new SpringApplicationBuilder(HeadwayApplication.class, BodyController.class).run(all);
		this.sockets = sockets;
	}

	static BodyApplication start(String... arguments) {
		return new BodyApplication(SocketFactory.getDefault(), arguments);
	}

	static BodyApplication startWithTls(Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		return new BodyApplication(TlsServer.trusting(keys).getSocketFactory(), "--server.ssl.key-store=" + keys,
				"--server.ssl.key-store-password=" + TlsServer.PASSWORD, "--server.ssl.key-store-type=PKCS12");
	}

	int port() {
		return Integer.parseInt(Objects.requireNonNull(this.context.getEnvironment().getProperty("local.server.port")));
	}

	/** Connects, over TLS if the application has it. */
	BodyClient connect() throws IOException {
		return new BodyClient(this.sockets.createSocket("127.0.0.1", port()));
	}

	/** How many bodies are waited for. */
	int waiting() {
		return bean(Bodies.class).waiting();
	}

	int busyWorkers() {
		return bean(WorkerPool.class).busy();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
