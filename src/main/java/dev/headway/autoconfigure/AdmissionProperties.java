package dev.headway.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.admission.AdmissionMode;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.PaceRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of admission, which decides which requests may hold a worker.
 *
 * @param mode whether decisions are enforced, only counted, or not made at all
 * @param quickUnder a request that holds a worker for less than this is quick; more than
 * 0
 * @param serverTiming whether answers have a {@code Server-Timing} header with the time
 * that their request waited
 * @param rules paces declared for handlers; the first rule that matches a request is used
 */
@ConfigurationProperties("headway.admission")
record AdmissionProperties(@DefaultValue("enforce") AdmissionMode mode, @DefaultValue("50ms") Duration quickUnder,
		@DefaultValue("false") boolean serverTiming, @DefaultValue List<Rule> rules) {

	private static final String RULE = "headway.admission.rules[%d].%s";

	AdmissionProperties {
		if (quickUnder.isZero() || quickUnder.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("headway.admission.quick-under", quickUnder,
					"must be more than 0");
		}
		for (int i = 0; i < rules.size(); i++) {
			rules.get(i).check(i);
		}
	}

	/** Converts the rules to those of the admission. */
	List<PaceRule> paceRules() {
		List<PaceRule> paceRules = new ArrayList<>();
		this.rules.forEach((rule) -> paceRules.add(rule.paceRule()));
		return paceRules;
	}

	/**
	 * The declared pace of a handler.
	 *
	 * @param path the pattern of the handler's paths, such as {@code /reports/**}
	 * @param method the method of the requests, such as GET; any method if it isn't set
	 * @param pace the handler's pace: slow, quick, learn or exempt
	 */
	record Rule(@Nullable String path, @Nullable String method, @Nullable DeclaredPace pace) {

		void check(int index) {
			if (this.path == null || !this.path.startsWith("/")) {
				throw invalid(index, "path", this.path, "must begin with a slash, for example /reports/**");
			}
			try {
				new PathPatternSyntax().compile(this.path);
			}
			catch (IllegalArgumentException ex) {
				throw invalid(index, "path", this.path,
						"is no pattern: " + ex.getMessage() + "; one that works is /reports/**");
			}
			if (this.method != null && !PaceRule.isMethod(this.method)) {
				throw invalid(index, "method", this.method, "must be one method in capitals, for example GET");
			}
			if (this.pace == null) {
				throw invalid(index, "pace", null, "must be one of slow, quick, learn, exempt; for example slow");
			}
		}

		PaceRule paceRule() {
			return new PaceRule(String.valueOf(this.path), this.method,
					(this.pace != null) ? this.pace : DeclaredPace.LEARN);
		}

		private static InvalidConfigurationPropertyValueException invalid(int index, String component,
				@Nullable String value, String reason) {
			return new InvalidConfigurationPropertyValueException(RULE.formatted(index, component), value, reason);
		}

	}

}
