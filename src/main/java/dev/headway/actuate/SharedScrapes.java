package dev.headway.actuate;

import java.util.function.LongSupplier;

import dev.headway.admission.ManagementAdmission;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Lets scrapes that waited together share one result. A result that was begun after a
 * request had arrived is as good as the request's own. So a crowd of scrapes costs little
 * more than one scrape, and none gets figures from before its arrival.
 * <p>
 * Only for {@code prometheus}, whose result is large and the same for all clients.
 */
public final class SharedScrapes implements OperationInvokerAdvisor {

	private static final EndpointId PROMETHEUS = EndpointId.of("prometheus");

	private final LongSupplier clock;

	/**
	 * Makes the advisor.
	 * @param clock the time in nanoseconds
	 */
	public SharedScrapes(LongSupplier clock) {
		this.clock = clock;
	}

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		return (type == OperationType.READ && endpoint.equals(PROMETHEUS)) ? new Sharing(invoker) : invoker;
	}

	private final class Sharing implements OperationInvoker {

		private final OperationInvoker invoker;

		private volatile @Nullable Scrape last;

		Sharing(OperationInvoker invoker) {
			this.invoker = invoker;
		}

		@Override
		public @Nullable Object invoke(InvocationContext context) {
			Question question = Question.current();
			Scrape known = this.last;
			if (question != null && known != null && known.answers(question)) {
				return known.result();
			}
			long begun = SharedScrapes.this.clock.getAsLong();
			Object result = this.invoker.invoke(context);
			if (question != null) {
				this.last = new Scrape(question, begun, result);
			}
			return result;
		}

	}

	/**
	 * What a request asks for, and when it came.
	 *
	 * @param arrived when it came
	 * @param query as sent
	 * @param accept the formats that it accepts
	 */
	private record Question(long arrived, String query, String accept) {

		/** The present request's question, or null if its arrival time isn't known. */
		static @Nullable Question current() {
			if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)) {
				return null;
			}
			HttpServletRequest request = web.getRequest();
			return (request.getAttribute(ManagementAdmission.ARRIVED) instanceof Long arrived) ? new Question(arrived,
					String.valueOf(request.getQueryString()), String.valueOf(request.getHeader(HttpHeaders.ACCEPT)))
					: null;
		}

	}

	/**
	 * A result of the endpoint.
	 *
	 * @param question the question that it answered
	 * @param begun when reading the figures began
	 * @param result the figures
	 */
	private record Scrape(Question question, long begun, @Nullable Object result) {

		boolean answers(Question other) {
			return this.begun - other.arrived() >= 0 && this.question.query().equals(other.query())
					&& this.question.accept().equals(other.accept());
		}

	}

}
