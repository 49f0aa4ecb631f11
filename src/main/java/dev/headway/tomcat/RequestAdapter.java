package dev.headway.tomcat;

import dev.headway.worker.Worker;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Stands where Tomcat's protocol meets its container, and tells the worker of each
 * request: here come all of them, also those too malformed to get any further, and
 * nothing that isn't one.
 */
final class RequestAdapter implements Adapter {

	private final Adapter delegate;

	RequestAdapter(Adapter delegate) {
		this.delegate = delegate;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		Worker.current().ifPresent(Worker::begin);
		this.delegate.service(request, response);
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.delegate.prepare(request, response);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		return this.delegate.asyncDispatch(request, response, event);
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
	public String getDomain() {
		return this.delegate.getDomain();
	}

}
