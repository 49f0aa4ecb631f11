package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.LifecycleException;
import org.apache.coyote.ContinueResponseTiming;

import org.springframework.util.unit.DataSize;

/**
 * A server whose servlet reads bodies in the way that the path names, and answers with
 * the bytes that it has read.
 */
final class BodyServer implements AutoCloseable {

	private static final DataSize LARGEST = DataSize.ofKilobytes(64);

	private final Bodies bodies;

	private final EmbeddedServer server;

	private BodyServer(Path directory, DataSize maxSize, Duration timeout, DataSize total,
			Consumer<PoolAwareProtocol> settings) throws LifecycleException {
		this.bodies = new Bodies((method, path) -> !path.startsWith("/unwanted"), (int) maxSize.toBytes(),
				total.toBytes(), timeout);
		this.server = EmbeddedServer.start(directory,
				(delegate) -> new BodyAdapter(new ConnectionGuard(delegate, () -> false), this.bodies),
				BodyServer::handle, (protocol) -> {
					protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
					settings.accept(protocol);
				});
	}

	static BodyServer start(Path directory) throws LifecycleException {
		return start(directory, LARGEST);
	}

	static BodyServer start(Path directory, DataSize maxSize) throws LifecycleException {
		return new BodyServer(directory, maxSize, Duration.ofSeconds(20), DataSize.ofMegabytes(1), (protocol) -> {
		});
	}

	static BodyServer start(Path directory, Duration timeout, DataSize total) throws LifecycleException {
		return new BodyServer(directory, LARGEST, timeout, total, (protocol) -> {
		});
	}

	static BodyServer start(Path directory, Consumer<PoolAwareProtocol> settings) throws LifecycleException {
		return start(directory, Duration.ofSeconds(20), settings);
	}

	static BodyServer start(Path directory, Duration timeout, Consumer<PoolAwareProtocol> settings)
			throws LifecycleException {
		return new BodyServer(directory, LARGEST, timeout, DataSize.ofMegabytes(1), settings);
	}

	BodyClient connect() throws IOException {
		return new BodyClient(this.server.connect());
	}

	int port() {
		return this.server.port();
	}

	int busyWorkers() {
		return this.server.pool().busy();
	}

	int waiting() {
		return this.bodies.waiting();
	}

	long budgetTaken() {
		return this.bodies.budget().taken();
	}

	@Override
	public void close() throws LifecycleException {
		this.server.close();
	}

	private static void handle(HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException {
		switch (request.getRequestURI()) {
			case "/stream" -> answer(response, text(request.getInputStream()));
			case "/bytes" -> answer(response, byteByByte(request.getInputStream()));
			case "/reader" -> answer(response, request.getReader().lines().collect(Collectors.joining("\n")));
			case "/form" -> answer(response, request.getParameter("a") + "," + request.getParameter("b"));
			case "/multipart" -> answer(response, text(request.getPart("a").getInputStream()));
			case "/length" -> answer(response, request.getContentLengthLong() + " of " + request.getContentLength()
					+ "," + text(request.getInputStream()) + "," + request.getHeader("Transfer-Encoding"));
			case "/trailers" -> answer(response, text(request.getInputStream()) + request.getTrailerFields());
			case "/unwanted/async", "/async" -> answerLater(request, response);
			case "/listener", "/late-listener" -> listen(request, response);
			case "/digest" -> answer(response, digest(request.getInputStream()));
			case "/first" ->
				answer(response, new String(request.getInputStream().readNBytes(1), StandardCharsets.UTF_8));
			case "/exactly/70000" -> answer(response, "" + request.getInputStream().readNBytes(70_000).length);
			default -> answer(response, "unread");
		}
	}

	private static void answer(HttpServletResponse response, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		response.setContentLength(bytes.length);
		response.getOutputStream().write(bytes);
	}

	private static void answerLater(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext context = request.startAsync();
		context.start(() -> {
			try {
				answer(response, "unread");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			context.complete();
		});
	}

	private static String text(InputStream body) throws IOException {
		return new String(body.readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String byteByByte(ServletInputStream body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (!body.isFinished()) {
			if (!body.isReady()) {
				throw new IOException("not ready");
			}
			// the whole body has arrived, so reading doesn't block
			if (body.available() == 0 && body.isFinished()) {
				break;
			}
			int next = body.read();
			if (next >= 0) {
				bytes.write(next);
			}
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	private static String digest(InputStream body) throws IOException {
		try (DigestOutputStream digest = new DigestOutputStream(java.io.OutputStream.nullOutputStream(), sha256())) {
			body.transferTo(digest);
			return hex(digest.getMessageDigest().digest());
		}
	}

	static String digest(String text) {
		return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	static String hex(byte[] bytes) {
		return new BigInteger(1, bytes).toString(16);
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads without blocking, by the servlet specification's listener. */
	private static void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext context = request.startAsync();
		ServletInputStream body = request.getInputStream();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ReadListener listener = new ReadListener() {

			@Override
			public void onDataAvailable() throws IOException {
				byte[] part = new byte[1000];
				while (body.isReady() && !body.isFinished()) {
					int read = body.read(part);
					bytes.write(part, 0, Math.max(read, 0));
				}
			}

			@Override
			public void onAllDataRead() throws IOException {
				answer(response, (bytes.size() < 10_000) ? bytes.toString(StandardCharsets.UTF_8)
						: hex(sha256().digest(bytes.toByteArray())));
				context.complete();
			}

			@Override
			public void onError(Throwable failure) {
				context.complete();
			}

		};
		if (request.getRequestURI().startsWith("/late")) {
			context.start(() -> setListener(body, listener));
		}
		else {
			setListener(body, listener);
		}
	}

	private static void setListener(ServletInputStream body, ReadListener listener) {
		try {
			body.setReadListener(listener);
		}
		catch (IllegalStateException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

}
