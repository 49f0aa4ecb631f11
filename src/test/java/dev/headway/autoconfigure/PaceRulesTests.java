package dev.headway.autoconfigure;

import java.util.List;

import dev.headway.admission.DeclaredPace;
import dev.headway.admission.PaceRule;
import dev.headway.admission.PaceRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PaceRulesTests {

	private final PaceRules rules = new PaceRules(List.of(new PaceRule("/reports/{id}", "GET", DeclaredPace.SLOW),
			new PaceRule("/reports/**", null, DeclaredPace.QUICK), new PaceRule("/live", "GET", DeclaredPace.EXEMPT)),
			new PathPatternSyntax());

	@ParameterizedTest
	@CsvSource({ "GET, /reports/1, SLOW", "POST, /reports/1, QUICK", "GET, /reports/1/pages, QUICK",
			"GET, /live, EXEMPT", "HEAD, /live,", "GET, /, " })
	void firstThatMatchesCounts(String method, String path, DeclaredPace pace) {
		assertThat(this.rules.find(method, path).orElse(null)).isEqualTo(pace);
	}

	@Test
	void whatIsNoPatternIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new PaceRules(List.of(new PaceRule("/{a", null, DeclaredPace.SLOW)), new PathPatternSyntax()));
	}

	@ParameterizedTest
	@CsvSource({ "get", "G ET", "''" })
	void whatIsNoMethodIsRefused(String method) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PaceRule("/", method, DeclaredPace.SLOW));
	}

}
