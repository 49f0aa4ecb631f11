package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.Http2Connection;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

/** Sends bodies in parts, over HTTP/1.1 or HTTP/2. For one thread. */
interface PartClient extends AutoCloseable {

	void begin(String method, String path, String type, int length) throws IOException;

	void awaitContinue() throws IOException;

	void send(String part, boolean last) throws IOException;

	String read() throws IOException;

	@Override
	void close() throws IOException;

	/** A connection of HTTP/1.1. */
	record Plain(BodyClient client, boolean chunked) implements PartClient {

		@Override
		public void begin(String method, String path, String type, int length) throws IOException {
			this.client.send("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n".formatted(method,
					path, type, this.chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length));
		}

		@Override
		public void awaitContinue() throws IOException {
			assertThat(this.client.read().status()).isEqualTo(100);
		}

		@Override
		public void send(String part, boolean last) throws IOException {
			this.client
				.send(this.chunked ? "%x\r\n%s\r\n%s".formatted(part.length(), part, last ? "0\r\n\r\n" : "") : part);
		}

		@Override
		public String read() throws IOException {
			BodyClient.Response response = this.client.read();
			assertThat(response.isLast()).isFalse();
			return response.body();
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

	/** A connection of HTTP/2, with a stream for each request. */
	final class Streamed implements PartClient {

		private final Http2Connection connection;

		private int stream = -1;

		Streamed(Http2Connection connection) {
			this.connection = connection;
		}

		@Override
		public void begin(String method, String path, String type, int length) throws IOException {
			this.stream += 2;
			List<String> headers = new ArrayList<>(List.of(":method", method, ":scheme", "http", ":path", path,
					":authority", "localhost", "content-length", "" + length, "content-type"));
			headers.addAll(List.of(type.replace("Expect", "expect").split("\r\n|: ")));
			this.connection.send(HEADERS, END_HEADERS, this.stream,
					Http2Connection.headers(headers.toArray(String[]::new)));
		}

		@Override
		public void awaitContinue() throws IOException {
			Http2Connection.Frame frame = this.connection.read();
			while (frame.type() != HEADERS) {
				frame = this.connection.read();
			}
			assertThat(frame.endsStream()).isFalse();
		}

		@Override
		public void send(String part, boolean last) throws IOException {
			this.connection.send(DATA, last ? END_STREAM : 0, this.stream, part.getBytes(StandardCharsets.US_ASCII));
		}

		@Override
		public String read() throws IOException {
			return this.connection.readContent(this.stream);
		}

		@Override
		public void close() throws IOException {
			this.connection.close();
		}

	}

}
