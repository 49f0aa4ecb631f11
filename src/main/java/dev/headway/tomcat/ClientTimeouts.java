package dev.headway.tomcat;

import java.time.Duration;

import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How long clients may take.
 *
 * @param head for the head of a request, and a TLS handshake, to arrive as a whole
 * @param write for an answer that is stuck because the client doesn't read; null leaves
 * Tomcat's own limits: the connection's timeout, and five seconds for HTTP/2
 */
public record ClientTimeouts(Duration head, @Nullable Duration write) {

	void limit(PoolAwareProtocol protocol) {
		protocol.limit(this);
		if (this.write == null) {
			return;
		}
		for (UpgradeProtocol upgrade : protocol.findUpgradeProtocols()) {
			if (upgrade instanceof Http2Protocol http2) {
				http2.setStreamWriteTimeout(this.write.toMillis());
				http2.setWriteTimeout(this.write.toMillis());
			}
		}
	}

}
