package dev.headway.tomcat;

import java.time.Duration;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;

/**
 * Tomcat's HTTP/1.1 protocol on a {@link ClosableEndpoint}, with a deadline for request
 * heads. Public because Tomcat makes it by name.
 */
public final class PoolAwareProtocol extends Http11NioProtocol {

	private final HeaderEncoder headerEncoder = new HeaderEncoder();

	/**
	 * Makes the protocol with its endpoint.
	 */
	public PoolAwareProtocol() {
		super(new ClosableEndpoint());
	}

	/** Has each request head arrive as a whole within the given time. */
	void limitHeads(Duration limit) {
		Handler<NioChannel> handler = getEndpoint().getHandler();
		getEndpoint().setHandler(new HeadDeadline(handler, limit, System::nanoTime));
	}

	/** Has an answer that the client doesn't read end its connection after this time. */
	void limitWrites(Duration limit) {
		((ClosableEndpoint) getEndpoint()).limitWrites(limit);
	}

	/**
	 * Asked for each answer with a body once the application has set all its headers, and
	 * before Tomcat encodes them.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		boolean compressed = super.useCompression(request, response);
		// HTTP/2 asks too, and has another encoding, of strings
		if (ConnectionGuard.isHttp1(request)) {
			this.headerEncoder.encode(response.getMimeHeaders());
		}
		return compressed;
	}

	/** Takes no new connections, from now on; those it has stay open. */
	void stopAccepting() {
		((ClosableEndpoint) getEndpoint()).stopAccepting();
	}

}
