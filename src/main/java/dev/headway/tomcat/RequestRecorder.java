package dev.headway.tomcat;

import java.util.function.Predicate;

import dev.headway.worker.SuspendedRequest;
import dev.headway.worker.Worker;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reports each request to its worker.
 * <p>
 * A suspended request releases its worker and returns as a dispatch, on this or another
 * worker; in between it is kept in a note of Tomcat's request object.
 */
final class RequestRecorder extends ForwardingAdapter {

	private final Predicate<Request> uncounted;

	RequestRecorder(Adapter delegate, Predicate<Request> uncounted) {
		super(delegate);
		this.uncounted = uncounted;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		Worker worker = Worker.current().orElse(null);
		if (worker == null) {
			super.service(request, response);
			return;
		}
		String method = RequestNames.method(request);
		String path = RequestNames.path(request, worker.lastPath());
		if (this.uncounted.test(request)) {
			worker.beginUncounted(method, path);
		}
		else {
			worker.begin(method, path);
		}
		boolean returned = false;
		try {
			super.service(request, response);
			returned = true;
		}
		finally {
			settle(worker, request, returned ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
		}
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		Worker worker = Worker.current().orElse(null);
		SuspendedRequest suspended = (SuspendedRequest) request.getNote(RequestNotes.SUSPENDED_REQUEST);
		if (worker == null || suspended == null) {
			return super.asyncDispatch(request, response, event);
		}
		request.setNote(RequestNotes.SUSPENDED_REQUEST, null);
		worker.resume(suspended);
		boolean success = false;
		try {
			success = super.asyncDispatch(request, response, event);
			return success;
		}
		finally {
			settle(worker, request, success ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
		}
	}

	private static void settle(Worker worker, Request request, int status) {
		if (isSuspended(request)) {
			request.setNote(RequestNotes.SUSPENDED_REQUEST, worker.suspend());
		}
		else {
			worker.end(status);
		}
	}

	private static boolean isSuspended(Request request) {
		var container = (org.apache.catalina.connector.@Nullable Request) request.getNote(CoyoteAdapter.ADAPTER_NOTES);
		return container != null && container.isAsync();
	}

}
