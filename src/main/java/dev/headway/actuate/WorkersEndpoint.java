package dev.headway.actuate;

import java.util.Objects;
import java.util.function.Supplier;

import dev.headway.worker.SuspendedRequests;
import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Shows the pool: figures for programs, and the board that draws them for people.
 * Requests that call the server by a foreign name are refused, because the figures
 * include the paths of all clients.
 */
@WebEndpoint(id = "workers")
public final class WorkersEndpoint {

	private static final String FOREIGN_NAME = """
			This server isn't known by the name in the request's Host header.
			The property headway.board.allowed-hosts takes more names.
			""";

	private final WorkerPool pool;

	private final ModelDescriptor model;

	private final Utilization utilization;

	private final WaitingFigures waiting;

	private final SuspendedRequests suspended;

	private final Supplier<Board> board;

	private final ServerAddresses addresses;

	private final AllowedHosts hosts;

	/**
	 * Makes the endpoint.
	 * @param pool the pool that it shows
	 * @param model how requests meet threads
	 * @param utilization how busy each worker was
	 * @param waiting the requests that wait for admission
	 * @param suspended the requests that their handlers have suspended
	 * @param board makes or has the page that draws all this; asked when the page is
	 * wanted
	 * @param addresses the targets of the board's buttons
	 * @param hosts the names by which requests may call the server
	 */
	public WorkersEndpoint(WorkerPool pool, ModelDescriptor model, Utilization utilization, WaitingFigures waiting,
			SuspendedRequests suspended, Supplier<Board> board, ServerAddresses addresses, AllowedHosts hosts) {
		this.pool = pool;
		this.model = model;
		this.utilization = utilization;
		this.waiting = waiting;
		this.suspended = suspended;
		this.board = board;
		this.addresses = addresses;
		this.hosts = hosts;
	}

	@ReadOperation(producesFrom = WorkersFormat.class)
	WebEndpointResponse<Object> workers(WorkersFormat format) {
		// the endpoint API gives no access to headers
		ServletRequestAttributes web = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
		HttpServletRequest request = web.getRequest();
		HttpServletResponse response = Objects.requireNonNull(web.getResponse());
		response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
		if (!this.hosts.allow(request)) {
			return new WebEndpointResponse<>(FOREIGN_NAME, HttpServletResponse.SC_FORBIDDEN, MimeTypeUtils.TEXT_PLAIN);
		}
		return new WebEndpointResponse<>(switch (format) {
			case JSON -> figures(request);
			case BOARD -> {
				response.setHeader("Content-Security-Policy",
						this.board.get().contentSecurityPolicy(this.addresses.connectSources(request)));
				yield this.board.get().html();
			}
		}, format);
	}

	private WorkersDescriptor figures(HttpServletRequest request) {
		int own = Worker.current().map(Worker::number).orElse(-1);
		return WorkersDescriptor.of(this.pool, this.model, this.utilization.shares(), this.waiting,
				this.suspended.suspended(), this.addresses.pages(request), own);
	}

}
