package dev.headway.tomcat;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * An adapter between Tomcat's protocol and its container. All requests pass here, also
 * those too malformed to reach the container, and nothing else does. This class only
 * passes them on; events of a suspended request go to its {@link SuspendedExchange}.
 */
abstract class ForwardingAdapter implements Adapter {

	private final Adapter delegate;

	ForwardingAdapter(Adapter delegate) {
		this.delegate = delegate;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		this.delegate.service(request, response);
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.delegate.prepare(request, response);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		SuspendedExchange suspended = SuspendedExchange.of(request);
		return (suspended != null) ? suspended.handle(event, response)
				: this.delegate.asyncDispatch(request, response, event);
	}

	@Override
	public void log(Request request, Response response, long time) {
		this.delegate.log(request, response, time);
	}

	@Override
	public void checkRecycled(Request request, Response response) {
		this.delegate.checkRecycled(request, response);
	}

	@Override
	public @Nullable String getDomain() {
		return this.delegate.getDomain();
	}

}
