package dev.headway.tomcat;

import java.time.Duration;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;

/**
 * Tomcat's HTTP/2, on which no client can hold a worker by cancelling streams or not
 * reading. Clients choose it in the TLS handshake, or begin with it. An {@code Upgrade}
 * header is ignored: RFC 9113 has removed that way, it would read a body before
 * admission, and clients could use it to bypass the rules of proxies that don't know it.
 */
final class StreamProtocol extends Http2Protocol {

	/**
	 * The time in which clients may still begin streams before they have read the
	 * announcement.
	 */
	private static final Duration GRACE = Duration.ofMillis(150);

	StreamProtocol(Http2Protocol settings) {
		BeanUtils.copyProperties(settings, this, "http11Protocol");
		// its pings measure round trips, which nothing here uses
		setInitiatePingDisabled(true);
		setDrainTimeout(GRACE.toNanos());
		// a gateway that terminates TLS sends the scheme https on a plain connection
		setAllowSchemeMismatch(true);
	}

	/** Called only for requests with an {@code Upgrade} header, see RFC 9110, 7.8. */
	@Override
	public boolean accept(Request request) {
		return false;
	}

	@Override
	public InternalHttpUpgradeHandler getInternalUpgradeHandler(SocketWrapperBase<?> connection, Adapter adapter,
			@Nullable Request request) {
		if (!connection.hasAsyncIO()) {
			return super.getInternalUpgradeHandler(connection, adapter, request);
		}
		StreamAdapter streams = new StreamAdapter(adapter, new StreamJobs(super.getMaxConcurrentStreamExecution()));
		return new StreamConnection(this, streams, request, connection);
	}

	/** Whether clients have been told to begin no more streams. */
	boolean isEnding() {
		return ((PoolAwareProtocol) getHttp11Protocol()).isEnding();
	}

	/** No limit in Tomcat: jobs wait in {@link StreamJobs}, which knows their streams. */
	@Override
	public int getMaxConcurrentStreamExecution() {
		return Integer.MAX_VALUE;
	}

	/**
	 * How much a reset stream counts against its connection. {@link ResetBudget} counts
	 * the streams that the client resets; this counts those that the client makes Tomcat
	 * reset ("MadeYouReset", CVE-2025-48989).
	 */
	@Override
	public int getOverheadResetFactor() {
		return (StreamConnection.isCancelling() || StreamJobs.isRunning()) ? 0 : super.getOverheadResetFactor();
	}

}
