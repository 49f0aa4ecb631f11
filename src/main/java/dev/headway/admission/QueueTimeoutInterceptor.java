package dev.headway.admission;

import java.io.IOException;
import java.time.Duration;

import dev.headway.worker.Worker;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses requests that had to wait for a worker so long that whoever sent them has given
 * up: to serve them would make those behind them wait as long. Refuses all when the
 * server has run out of time on its way down.
 */
final class QueueTimeoutInterceptor implements HandlerInterceptor {

	private final long timeoutNanos;

	private final ClosingTime closingTime;

	private final Shedding shedding;

	private final Refusal refusal;

	QueueTimeoutInterceptor(Duration timeout, ClosingTime closingTime, Shedding shedding, Refusal refusal) {
		this.timeoutNanos = timeout.toNanos();
		this.closingTime = closingTime;
		this.shedding = shedding;
		this.refusal = refusal;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		if (request.getDispatcherType() != DispatcherType.REQUEST || !isTooLate()) {
			return true;
		}
		this.shedding.refused(Reason.TIMEOUT);
		this.refusal.send(Duration.ofNanos(this.timeoutNanos), request, response);
		return false;
	}

	private boolean isTooLate() {
		Worker worker = Worker.current().orElse(null);
		return this.closingTime.isOver() || (worker != null && worker.queuedNanos() >= this.timeoutNanos);
	}

}
