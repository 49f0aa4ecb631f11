package dev.headway.tomcat;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * The heap that one connection takes in the worst case, as measured (see
 * {@code src/adr/0004-memory.md}): a head of a hundred headers whose last line is
 * missing; with HTTP/2, a hundred streams that each have such a head, and the buffer for
 * a body.
 *
 * @param tls whether connections are encrypted
 * @param http2 whether connections can have streams
 * @param requestHead the limit of a request's head
 * @param responseHead the limit of an answer's head
 */
record ConnectionCost(boolean tls, boolean http2, DataSize requestHead, DataSize responseHead) {

	/** The limit of both heads, in the measurement and by default. */
	static final DataSize DEFAULT_HEAD = DataSize.ofKilobytes(8);

	private static final int KB = 1024;

	private static final int PLAIN = 88 * KB;

	private static final int TLS = 64 * KB;

	/** A head, its request and response: 74 KB. A body's window: 64 KB. */
	private static final int STREAM = 144 * KB;

	private static final int STREAMS = 100;

	static ConnectionCost in(Environment environment) {
		Binder binder = Binder.get(environment);
		return new ConnectionCost(
				binder.bind("server.ssl.enabled", Boolean.class).orElse(true) && (isSet(binder, "server.ssl.bundle")
						|| isSet(binder, "server.ssl.key-store") || isSet(binder, "server.ssl.certificate")),
				binder.bind("server.http2.enabled", Boolean.class).orElse(false),
				binder.bind("server.max-http-request-header-size", DataSize.class).orElse(DEFAULT_HEAD),
				binder.bind("server.tomcat.max-http-response-header-size", DataSize.class).orElse(DEFAULT_HEAD));
	}

	private static boolean isSet(Binder binder, String property) {
		return binder.bind(property, String.class).isBound();
	}

	long bytes() {
		long heads = this.requestHead.toBytes() + this.responseHead.toBytes() - 2 * DEFAULT_HEAD.toBytes();
		long connection = PLAIN + heads + (this.tls ? TLS : 0);
		return this.http2 ? connection + STREAMS * Math.max(STREAM + heads, STREAM) : connection;
	}

	@Override
	public String toString() {
		String size = (bytes() < 1 << 20) ? bytes() / KB + " KB" : "%.1f MB".formatted(bytes() / 1048576.0);
		if (!this.tls && !this.http2) {
			return size;
		}
		return size + (this.tls ? " with TLS" : "") + (this.http2 ? (this.tls ? " and" : " with") + " HTTP/2" : "");
	}

}
