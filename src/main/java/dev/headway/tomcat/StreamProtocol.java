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
 * Tomcat's HTTP/2, on which no client holds a worker by what it cancels or doesn't read.
 * It is spoken to who agrees on it during the TLS handshake or begins with it, but not to
 * who asks by an {@code Upgrade} header: RFC 9113 has dropped that, it has a body read
 * before anybody is asked, and leads clients past the rules of proxies that don't know
 * it.
 */
final class StreamProtocol extends Http2Protocol {

	/** Streams that clients begin before they have read that they shall not. */
	private static final Duration GRACE = Duration.ofMillis(150);

	StreamProtocol(Http2Protocol settings) {
		BeanUtils.copyProperties(settings, this, "http11Protocol");
		// its pings measure round trips, for which nothing here asks
		setInitiatePingDisabled(true);
		setDrainTimeout(GRACE.toNanos());
		// a gateway that ends TLS says https on a connection without
		setAllowSchemeMismatch(true);
	}

	/** Asked for requests with {@code Upgrade} only, see RFC 9110, 7.8. */
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

	/** Whether clients are to begin no more streams. */
	boolean isEnding() {
		return ((PoolAwareProtocol) getHttp11Protocol()).isEnding();
	}

	/** Jobs wait in {@link StreamJobs}, which knows their streams, and not in Tomcat. */
	@Override
	public int getMaxConcurrentStreamExecution() {
		return Integer.MAX_VALUE;
	}

	/**
	 * What a reset stream counts against its connection. {@link ResetBudget} counts those
	 * that the client has reset; here remain those that it makes Tomcat reset
	 * ("MadeYouReset", CVE-2025-48989).
	 */
	@Override
	public int getOverheadResetFactor() {
		return (StreamConnection.isCancelling() || StreamJobs.isRunning()) ? 0 : super.getOverheadResetFactor();
	}

}
