package dev.headway.tomcat;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonPreferenceTests {

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/problem+json", "APPLICATION/JSON", "application/*",
			"application/hal+json", "application/json, text/plain, */*", "text/html, application/json;q=0.1",
			"text/plain;q=0.5, application/json;q=0.6", "text/plain;q=0.5,application/json ; Q=0.6",
			"application/json;charset=utf-8", "application/json;q=0.5.5", "application/json;q=nonsense" })
	void clientThatNamesJsonGetsIt(String accept) {
		assertThat(isIn(accept)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*/*", ",;,", ";q=1", "text/plain", "text/html", "application/json;q=0",
			"application/json;q=0.000", "text/plain, application/json;q=0.9", "text/*, application/json;q=0.9",
			"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/jsonp", "json" })
	void othersGetText(String accept) {
		assertThat(isIn(accept)).isFalse();
	}

	@Test
	void allValuesOfTheHeaderCount() {
		assertThat(isIn()).isFalse();
		assertThat(isIn("text/html", "application/json")).isTrue();
		assertThat(isIn("application/json;q=0.5", "text/plain")).isFalse();
	}

	private static boolean isIn(String... values) {
		return JsonPreference.isIn(Collections.enumeration(List.of(values)));
	}

}
