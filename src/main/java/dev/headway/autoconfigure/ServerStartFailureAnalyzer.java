package dev.headway.autoconfigure;

import dev.headway.tomcat.ServerStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the server couldn't start, and what would help. */
final class ServerStartFailureAnalyzer extends AbstractFailureAnalyzer<ServerStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerStartException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
