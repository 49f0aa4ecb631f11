package dev.headway.tomcat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.headway.testing.Http2Connection;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tomcat keeps the request objects of HTTP/2 streams for later ones; they must not keep
 * streams, with which goes a connection. On a real port.
 */
@Timeout(60)
class StreamNotesTests {

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	/** The second answer has to wait for room at the client, which never makes any. */
	@ParameterizedTest
	@ValueSource(ints = { 65_535, 10 })
	void areForgottenWhenTheStreamHasEnded(int window, @TempDir Path directory) throws Exception {
		try (EmbeddedServer server = EmbeddedServer.startWithHttp2(directory, this::remembering,
				(request, response) -> response.getOutputStream().print("done".repeat(5)))) {
			try (Http2Connection client = Http2Connection.openWithWindow(server.port(), window)) {
				client.get(1, "/");
				await().until(() -> this.requests.size() == 1);
				client.get(3, "/");
				await().until(() -> this.requests.size() == 2);
			}
			await().untilAsserted(() -> assertThat(this.requests).allSatisfy(
					(request) -> assertThat(IntStream
						.of(RequestNotes.STREAM_END, RequestNotes.REMAINDER, RequestNotes.CLIENT_WAITS,
								RequestNotes.SUSPENDED_EXCHANGE)
						.mapToObj(request::getNote)).containsOnlyNulls()));
		}
	}

	private Adapter remembering(Adapter delegate) {
		return new ForwardingAdapter(delegate) {
			@Override
			public void service(Request request, Response response) throws Exception {
				StreamNotesTests.this.requests.add(request);
				super.service(request, response);
			}
		};
	}

}
