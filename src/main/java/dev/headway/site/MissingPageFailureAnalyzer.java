package dev.headway.site;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the page that is missing and says where it belongs. */
final class MissingPageFailureAnalyzer extends AbstractFailureAnalyzer<MissingPageException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingPageException cause) {
		return new FailureAnalysis("The page '%s' is missing or can't be read.".formatted(cause.file()),
				"Put it back: pages are read once, at start, from src/main/resources/static or the jar's static folder.",
				cause);
	}

}
