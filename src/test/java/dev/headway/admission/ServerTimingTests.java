package dev.headway.admission;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTimingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0         | 0              | queue;dur=0.00, wait;dur=0.00
			50_999    | 2_500_310_000  | queue;dur=0.05, wait;dur=2500.31
			9_999     | 99999999990000 | queue;dur=0.00, wait;dur=99999999.99
			""")
	void timesAreMillisecondsWithTwoDecimals(String queued, String waited, String value) {
		assertThat(new ServerTiming(true).value(nanos(queued), nanos(waited))).isEqualTo(value);
	}

	private static long nanos(String text) {
		return Long.parseLong(text.replace("_", ""));
	}

}
