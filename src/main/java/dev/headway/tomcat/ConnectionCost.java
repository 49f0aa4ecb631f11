package dev.headway.tomcat;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * The heap that one connection takes in the worst case, as measured (see
 * {@code src/adr/0004-memory.md}): a head of a hundred headers whose last line is
 * missing; with HTTP/2, as many streams as it may have that each have such a head, and
 * the buffer for a body.
 *
 * @param tls whether connections are encrypted
 * @param streams how many a connection may have at a time; 0 without HTTP/2
 * @param requestHead the limit of a request's head
 * @param responseHead the limit of an answer's head
 */
record ConnectionCost(boolean tls, int streams, DataSize requestHead, DataSize responseHead) {

	/** The limit of both heads, in the measurement and by default. */
	static final DataSize DEFAULT_HEAD = DataSize.ofKilobytes(8);

	private static final int KB = 1024;

	private static final int PLAIN = 88 * KB;

	private static final int TLS = 64 * KB;

	/** A head, its request and response: 74 KB. A body's window: 64 KB. */
	private static final int STREAM = 144 * KB;

	/** As many as RFC 9113, 6.5.2, recommends at least, and Tomcat's default. */
	static final int MOST_STREAMS = 100;

	/** More than the six connections that browsers open to a server of HTTP/1.1. */
	private static final int FEWEST_STREAMS = 8;

	static ConnectionCost in(Environment environment) {
		Binder binder = Binder.get(environment);
		return new ConnectionCost(
				binder.bind("server.ssl.enabled", Boolean.class).orElse(true) && (isSet(binder, "server.ssl.bundle")
						|| isSet(binder, "server.ssl.key-store") || isSet(binder, "server.ssl.certificate")),
				binder.bind("server.http2.enabled", Boolean.class).orElse(false) ? MOST_STREAMS : 0,
				binder.bind("server.max-http-request-header-size", DataSize.class).orElse(DEFAULT_HEAD),
				binder.bind("server.tomcat.max-http-response-header-size", DataSize.class).orElse(DEFAULT_HEAD));
	}

	private static boolean isSet(Binder binder, String property) {
		return binder.bind(property, String.class).isBound();
	}

	long bytes() {
		return connectionBytes() + this.streams * streamBytes();
	}

	/** With as many streams as so much heap for each connection is enough for. */
	ConnectionCost within(long bytes) {
		if (this.streams == 0) {
			return this;
		}
		long fitting = (bytes - connectionBytes()) / streamBytes();
		int fewer = (int) Math.min(Math.max(fitting, FEWEST_STREAMS), MOST_STREAMS);
		return new ConnectionCost(this.tls, fewer, this.requestHead, this.responseHead);
	}

	private long connectionBytes() {
		return PLAIN + headBytes() + (this.tls ? TLS : 0);
	}

	private long streamBytes() {
		return STREAM + Math.max(headBytes(), 0);
	}

	/** How much larger than in the measurement heads may be. */
	private long headBytes() {
		return this.requestHead.toBytes() + this.responseHead.toBytes() - 2 * DEFAULT_HEAD.toBytes();
	}

	@Override
	public String toString() {
		String size = (bytes() < 1 << 20) ? bytes() / KB + " KB" : "%.1f MB".formatted(bytes() / 1048576.0);
		List<String> extras = new ArrayList<>();
		if (this.tls) {
			extras.add("TLS");
		}
		if (this.streams > 0) {
			extras.add(this.streams + " streams of HTTP/2");
		}
		return extras.isEmpty() ? size : size + " with " + String.join(" and ", extras);
	}

}
