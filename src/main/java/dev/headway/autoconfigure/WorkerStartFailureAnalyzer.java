package dev.headway.autoconfigure;

import dev.headway.worker.WorkerStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how many workers the machine could start, and suggests a size that works. */
final class WorkerStartFailureAnalyzer extends AbstractFailureAnalyzer<WorkerStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WorkerStartException cause) {
		return new FailureAnalysis("headway.pool.size is too large for this machine: " + cause.getMessage() + ".",
				"Set headway.pool.size to a value that leaves threads for others, for example headway.pool.size=%d, or raise the limit on threads or memory."
					.formatted(Math.max(1, cause.started() / 2)),
				cause);
	}

}
