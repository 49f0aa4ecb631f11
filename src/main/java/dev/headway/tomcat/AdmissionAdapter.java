package dev.headway.tomcat;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.headway.admission.Admission;
import dev.headway.admission.Handler;
import dev.headway.admission.Outcome;
import dev.headway.admission.ServerTiming;
import dev.headway.admission.Ticket;
import dev.headway.worker.Worker;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the decisions of {@link Admission}, below every filter: passes a request
 * on, suspends it without a worker and resumes it later, or refuses it.
 * <p>
 * Requests to Actuator have an admission of their own, so that they never wait for slow
 * requests, and a crowd of them doesn't delay other requests.
 */
final class AdmissionAdapter extends ForwardingAdapter {

	private final Router router;

	private final BooleanSupplier overdue;

	private final WaitingClients clients;

	private final ServerTiming timing;

	/**
	 * Puts an adapter before another.
	 * @param overdue whether the calling worker's job has waited too long, or the
	 * shutdown's time is over; then any request is refused
	 */
	AdmissionAdapter(Adapter delegate, Router router, BooleanSupplier overdue, WaitingClients clients,
			ServerTiming timing) {
		super(delegate);
		this.router = router;
		this.overdue = overdue;
		this.clients = clients;
		this.timing = timing;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
			// refused by the protocol, or for its body: the application won't run
			RefusalValve.nameMissingBody(request, () -> this.router.of(request).handler().pattern());
			super.service(request, response);
			return;
		}
		Route route = this.router.of(request);
		tellWaits(response, 0, 0);
		if (this.overdue.getAsBoolean()) {
			answerRefusal(route, request, response);
			return;
		}
		Ticket ticket = route.admission().enter(route.handler().key(), route.handler().pace());
		switch (ticket.state()) {
			case RUNNING -> serve(route, ticket, request, response);
			case WAITING -> new Waiting(route, ticket).begin(request);
			case REFUSED, LEFT -> refuse(route, ticket, request, response);
		}
	}

	/** Adds the times that the request has waited so far to the answer, if configured. */
	private void tellWaits(Response response, long queuedBeforeNanos, long waitedNanos) {
		if (this.timing.isOn()) {
			response.setHeader(ServerTiming.HEADER,
					this.timing.value(queuedBeforeNanos + jobQueuedNanos(), waitedNanos));
		}
	}

	private static long jobQueuedNanos() {
		return Worker.current().map(Worker::jobQueuedNanos).orElse(0L);
	}

	private void serve(Route route, Ticket ticket, Request request, Response response) throws Exception {
		ClientWaits waits = ClientWaits.of(request);
		if (waits != null) {
			waits.restart();
			ticket.blockedOnClient(waits);
		}
		Outcome outcome = Outcome.FAILED;
		try {
			super.service(request, response);
			outcome = Outcome.SERVED;
		}
		finally {
			route.admission().leave(ticket, response.isExceptionPresent() ? Outcome.ABORTED : outcome);
		}
	}

	private void refuse(Route route, Ticket ticket, Request request, Response response) throws Exception {
		route.admission().leave(ticket, Outcome.SERVED);
		answerRefusal(route, request, response);
	}

	private void answerRefusal(Route route, Request request, Response response) throws Exception {
		RefusalValve.mark(request, response, new Refusal(route.admission().retryAfter(), route.handler().pattern()));
		super.service(request, response);
	}

	/** A request that waits for its slot. */
	private final class Waiting implements SuspendedExchange.Owner {

		private final Route route;

		private final Ticket ticket;

		/** How long the request had waited for the worker that it then released. */
		private final long queuedNanos = jobQueuedNanos();

		private @Nullable SuspendedExchange suspended;

		Waiting(Route route, Ticket ticket) {
			this.route = route;
			this.ticket = ticket;
		}

		void begin(Request request) {
			SuspendedExchange exchange = SuspendedExchange.suspend(request, Duration.ZERO, this);
			this.suspended = exchange;
			AdmissionAdapter.this.clients.watch(request);
			this.route.admission().whenDecided(this.ticket, exchange::resume);
		}

		@Override
		public void resumed(Request request, Response response) throws Exception {
			AdmissionAdapter.this.clients.forget(this.suspended);
			tellWaits(response, this.queuedNanos, this.ticket.waitedNanos());
			if (this.ticket.state() == Ticket.State.RUNNING) {
				this.route.admission().started(this.ticket);
				serve(this.route, this.ticket, request, response);
			}
			else {
				refuse(this.route, this.ticket, request, response);
			}
		}

		/** Only the client's end is expected here. */
		@Override
		public SuspendedExchange.Next arrived(Request request) {
			return AdmissionAdapter.this.clients.hasLeft(request, Objects.requireNonNull(this.suspended))
					? SuspendedExchange.Next.END : SuspendedExchange.Next.WAIT;
		}

		@Override
		public void ended() {
			AdmissionAdapter.this.clients.forget(this.suspended);
			this.route.admission().leave(this.ticket, Outcome.ABORTED);
		}

	}

	/**
	 * A request's admission and handler.
	 *
	 * @param admission decides about the request
	 * @param handler will serve it
	 */
	record Route(Admission admission, Handler handler) {
	}

	/** Finds a request's route. */
	@FunctionalInterface
	interface Router {

		Route of(Request request);

	}

}
