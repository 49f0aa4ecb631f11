package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.headway.testing.TlsServer;
import dev.headway.worker.ThreadPool;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.Adapter;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat with our protocol, one servlet and a pool of four, without Spring. */
final class EmbeddedServer implements AutoCloseable {

	private final Tomcat tomcat = new Tomcat();

	private final ThreadPool pool = new ThreadPool(4);

	private final PoolAwareProtocol protocol = new PoolAwareProtocol();

	private EmbeddedServer(Path directory, Handler handler) {
		this.tomcat.setBaseDir(directory.toString());
		Connector connector = new Connector(this.protocol);
		connector.setPort(0);
		this.protocol.setExecutor(new TomcatExecutor(this.pool));
		this.tomcat.setConnector(connector);
		var context = this.tomcat.addContext("", null);
		Wrapper servlet = Tomcat.addServlet(context, "handler", new HandlerServlet(handler));
		servlet.setAsyncSupported(true);
		servlet.setMultipartConfigElement(new MultipartConfigElement(directory.toString()));
		context.addServletMappingDecoded("/*", "handler");
	}

	static EmbeddedServer start(Path directory, UnaryOperator<Adapter> adapters, Handler handler)
			throws LifecycleException {
		return start(directory, adapters, handler, (protocol) -> {
		});
	}

	/** The same, with HTTP/2 for clients that begin with it. */
	static EmbeddedServer startWithHttp2(Path directory, UnaryOperator<Adapter> adapters, Handler handler)
			throws LifecycleException {
		return start(directory, adapters, handler, (protocol) -> protocol.addUpgradeProtocol(new Http2Protocol()));
	}

	static EmbeddedServer start(Path directory, UnaryOperator<Adapter> adapters, Handler handler,
			Consumer<PoolAwareProtocol> settings) throws LifecycleException {
		return start(directory, adapters, handler, new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1)),
				settings);
	}

	static EmbeddedServer start(Path directory, UnaryOperator<Adapter> adapters, Handler handler,
			ClientTimeouts timeouts, Consumer<PoolAwareProtocol> settings) throws LifecycleException {
		EmbeddedServer server = new EmbeddedServer(directory, handler);
		timeouts.limit(server.protocol);
		settings.accept(server.protocol);
		server.tomcat.getConnector().addLifecycleListener((event) -> {
			if (Lifecycle.AFTER_INIT_EVENT.equals(event.getType())) {
				server.protocol.setAdapter(adapters.apply(server.protocol.getAdapter()));
			}
		});
		server.tomcat.start();
		return server;
	}

	/** Has a protocol speak TLS, with the certificate of a key store. */
	static void secure(PoolAwareProtocol protocol, Path keyStore) {
		SSLHostConfig host = new SSLHostConfig();
		SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
				SSLHostConfigCertificate.Type.UNDEFINED);
		certificate.setCertificateKeystoreFile(keyStore.toString());
		certificate.setCertificateKeystorePassword(TlsServer.PASSWORD);
		host.addCertificate(certificate);
		protocol.setSSLEnabled(true);
		protocol.addSslHostConfig(host);
	}

	int port() {
		return this.tomcat.getConnector().getLocalPort();
	}

	ThreadPool pool() {
		return this.pool;
	}

	PoolAwareProtocol protocol() {
		return this.protocol;
	}

	Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", port());
		socket.setSoTimeout(20_000);
		return socket;
	}

	/** Sends bytes on a new connection and returns all that comes until its end. */
	String exchange(String request) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	@Override
	public void close() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
		this.pool.close(Duration.ofSeconds(5));
	}

	/** What the servlet does. */
	interface Handler {

		void handle(HttpServletRequest request, HttpServletResponse response)
				throws IOException, InterruptedException, ServletException;

	}

	private static final class HandlerServlet extends HttpServlet {

		private final transient Handler handler;

		HandlerServlet(Handler handler) {
			this.handler = handler;
		}

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			try {
				this.handler.handle(request, response);
			}
			catch (InterruptedException ex) {
				throw new ServletException(ex);
			}
		}

	}

}
