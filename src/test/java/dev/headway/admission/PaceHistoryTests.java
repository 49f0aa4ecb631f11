package dev.headway.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PaceHistoryTests {

	private static final long START = Long.MAX_VALUE - 1;

	private final PaceHistory history = new PaceHistory();

	private long now = START;

	@Test
	void nothingIsKnownOfNothing() {
		assertThat(this.history.isEmpty()).isTrue();
		assertThat(this.history.isMostlyQuick()).isFalse();
		assertThat(this.history.quickShare()).isZero();
		assertThat(this.history.average()).isZero();
	}

	@Test
	void moreThanSixtyPercentAreMost() {
		add(6, true, Duration.ZERO);
		add(4, false, Duration.ZERO);
		assertThat(this.history.isMostlyQuick()).isFalse();
		add(1, true, Duration.ZERO);
		assertThat(this.history.isMostlyQuick()).isTrue();
	}

	/** The same time has the same weight at any rate. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 20, 16_000 })
	void requestCountsForHalfAfterTheHalfLife(int perSecond) {
		Duration each = Duration.ofSeconds(1).dividedBy(perSecond);
		add(60 * perSecond, false, each);
		add(5 * perSecond, true, each);
		assertThat(this.history.quickShare()).isCloseTo(0.5, within(0.03));
	}

	@Test
	void averageIsOfRecentRequests() {
		add(100, false, Duration.ofMillis(100));
		this.now += Duration.ofMinutes(5).toNanos();
		add(10, true, Duration.ofMillis(1));
		assertThat(this.history.average()).isCloseTo(Duration.ofMillis(1), Duration.ofNanos(1000));
		assertThat(this.history.count()).isEqualTo(110);
	}

	@Test
	void shareStaysWhenNothingComes() {
		add(10, true, Duration.ofMillis(1));
		add(10, false, Duration.ofMillis(1));
		this.now += Duration.ofDays(365).toNanos();
		add(1, true, Duration.ZERO);
		assertThat(this.history.quickShare()).as("the new one alone").isCloseTo(1, within(0.001));
		this.now += Duration.ofDays(365).toNanos();
		add(1, false, Duration.ZERO);
		assertThat(this.history.quickShare()).isCloseTo(0, within(0.001));
	}

	@Test
	void inDoubtAFewRequestsCountForAsMuchAsAllBefore() {
		add(1_000_000, true, Duration.ofNanos(1000));
		this.history.doubt();
		assertThat(this.history.quickShare()).isEqualTo(1);
		add(10, false, Duration.ofMillis(100));
		assertThat(this.history.isMostlyQuick()).isFalse();
	}

	private void add(int times, boolean quick, Duration each) {
		for (int i = 0; i < times; i++) {
			this.now += each.toNanos();
			this.history.add(Duration.ofMillis(quick ? 1 : 100).toNanos(), quick, this.now);
		}
	}

}
