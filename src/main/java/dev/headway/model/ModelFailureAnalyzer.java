package dev.headway.model;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why a model can't be had, and what would help. */
final class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ModelException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
