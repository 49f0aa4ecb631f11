package dev.headway.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import dev.headway.admission.Admission;
import dev.headway.admission.AdmissionMode;
import dev.headway.admission.AdmissionObserver;
import dev.headway.admission.AdmissionSettings;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.Handler;
import dev.headway.admission.HandlerFigures;
import dev.headway.admission.HandlerKey;
import dev.headway.admission.LearnedPace;
import dev.headway.admission.Reason;
import dev.headway.admission.ServerTiming;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.LifecycleException;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Time spent waiting for slow clients doesn't make their handler slow. */
@Timeout(60)
class SlowClientsTests {

	private static final Duration PAUSE = Duration.ofMillis(500);

	private static final int PAUSES = 4;

	private static final Duration BOUND = Duration.ofMillis(500);

	private static final int PART = 5_000_000 / PAUSES;

	/** Tomcat ends connections of HTTP/2 whose frames are much smaller. */
	private static final int BLOCK = 8 << 10;

	private static final int BUFFER = 64 << 10;

	private static final Handler HANDLER = new Handler(new HandlerKey("", "any"), DeclaredPace.LEARN, true, null);

	@TempDir
	Path directory;

	private final Admission admission = new Admission(
			new AdmissionSettings(AdmissionMode.ENFORCE, 4, BOUND, 100, Duration.ofSeconds(30)), System::nanoTime,
			() -> 0.5, new AdmissionObserver() {
				@Override
				public void waited(long nanos) {
				}

				@Override
				public void refused(Reason reason) {
				}
			});

	private EmbeddedServer server;

	@BeforeEach
	void startServer() throws LifecycleException {
		this.server = EmbeddedServer.start(this.directory,
				(adapter) -> new AdmissionAdapter(adapter,
						(request) -> new AdmissionAdapter.Route(this.admission, HANDLER), () -> false,
						new WaitingClients(System::nanoTime), new ServerTiming(false)),
				SlowClientsTests::handle, (protocol) -> {
					protocol.addUpgradeProtocol(new Http2Protocol());
					new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20)).limit(protocol);
					protocol.setProperty("socket.txBufSize", Integer.toString(BUFFER));
				});
	}

	@AfterEach
	void stopServer() throws LifecycleException {
		this.server.close();
	}

	private static void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getMethod().equals("POST")) {
			response.getOutputStream().print(request.getInputStream().readAllBytes().length);
			return;
		}
		byte[] part = new byte[PART];
		for (int i = 0; i < PAUSES; i++) {
			response.getOutputStream().write(part);
		}
	}

	@Test
	void slowReader() throws IOException {
		download(Duration.ZERO);
		download(PAUSE);
		assertHandlerIsQuick();
	}

	private void download(Duration pause) throws IOException {
		try (Socket socket = connect()) {
			send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", socket);
			InputStream in = socket.getInputStream();
			int read = 0;
			for (int i = 0; i < PAUSES; i++) {
				pause(pause);
				read += in.readNBytes(PART).length;
			}
			assertThat(read + in.readAllBytes().length).isGreaterThan(PAUSES * PART);
		}
	}

	@Test
	void slowSender() throws IOException {
		upload(Duration.ZERO);
		upload(PAUSE);
		assertHandlerIsQuick();
	}

	private void upload(Duration pause) throws IOException {
		try (Socket socket = connect()) {
			send("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + PAUSES + "\r\n\r\n",
					socket);
			for (int i = 0; i < PAUSES; i++) {
				pause(pause);
				send("x", socket);
			}
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.endsWith("\r\n\r\n" + PAUSES);
		}
	}

	@Test
	void slowReaderOfAStream() throws IOException {
		downloadStream(Duration.ZERO);
		downloadStream(PAUSE);
		assertHandlerIsQuick();
	}

	private void downloadStream(Duration pause) throws IOException {
		try (Http2Connection connection = Http2Connection.openWithWindow(this.server.port(), 0)) {
			connection.get(1, "/");
			int read = 0;
			for (int i = 1; i <= PAUSES; i++) {
				pause(pause);
				connection.raiseWindow(0, PART);
				connection.raiseWindow(1, PART);
				while (read < i * PART) {
					Frame frame = connection.read();
					read += (frame.type() == Http2Connection.DATA) ? frame.payload().length : 0;
				}
			}
			assertThat(read).isEqualTo(PAUSES * PART);
		}
	}

	@Test
	void slowSenderOfAStream() throws IOException {
		uploadStream(Duration.ZERO);
		uploadStream(PAUSE);
		assertHandlerIsQuick();
	}

	private void uploadStream(Duration pause) throws IOException {
		try (Http2Connection connection = Http2Connection.open(this.server.port())) {
			connection.send(Http2Connection.HEADERS, Http2Connection.END_HEADERS, 1, Http2Connection.headers(":method",
					"POST", ":scheme", "http", ":path", "/", ":authority", "localhost"));
			for (int i = 1; i <= PAUSES; i++) {
				pause(pause);
				connection.send(Http2Connection.DATA, (i == PAUSES) ? Http2Connection.END_STREAM : 0, 1,
						new byte[BLOCK]);
			}
			assertThat(connection.readContent(1)).isEqualTo(Integer.toString(PAUSES * BLOCK));
		}
	}

	/**
	 * A worker is released after the answer was sent, so the figure may be a moment late.
	 */
	private void assertHandlerIsQuick() {
		await().until(() -> this.admission.snapshot().running() == 0);
		HandlerFigures figures = this.admission.snapshot().handlers().get(0);
		assertThat(figures.count()).isPositive();
		assertThat(figures.quickShare()).isEqualTo(1);
		assertThat(figures.average()).isLessThan(BOUND);
		assertThat(figures.pace()).isEqualTo(LearnedPace.QUICK);
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(BUFFER);
		socket.connect(new InetSocketAddress("127.0.0.1", this.server.port()));
		socket.setSoTimeout(20_000);
		return socket;
	}

	private static void send(String text, Socket socket) throws IOException {
		OutputStream out = socket.getOutputStream();
		out.write(text.getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	private static void pause(Duration time) {
		await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
	}

}
