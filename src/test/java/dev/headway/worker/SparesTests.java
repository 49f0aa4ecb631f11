package dev.headway.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SparesTests {

	@Test
	void negativeLimitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Spares(-1, Duration.ofMillis(50)))
			.withMessage("limit must be 0 or more: -1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT0.000999999S", "PT1H0.1S", "PT9000000000000000S" })
	void timeThatMakesNoSenseIsRefused(Duration replaceAfter) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Spares(1, replaceAfter))
			.withMessage("replaceAfter must be between 1 ms and 1 h: " + replaceAfter);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.001S", "PT1H" })
	void shortestAndLongestTimeAreTaken(Duration replaceAfter) {
		assertThat(new Spares(16, replaceAfter).replaceAfter()).isEqualTo(replaceAfter);
	}

}
