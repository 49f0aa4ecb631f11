package dev.headway.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BusyClockTests {

	private final BusyClock clock = new BusyClock();

	@Test
	void idleFromTheStart() {
		assertThat(this.clock.isBusy()).isFalse();
		assertThat(at(100)).isEqualTo(idle(0, 100));
	}

	@Test
	void busyFromTheVeryStart() {
		this.clock.begin(0);
		assertThat(this.clock.isBusy()).isTrue();
		assertThat(at(0)).isEqualTo(busy(0, 0));
		assertThat(at(7)).isEqualTo(busy(7, 0));
	}

	@Test
	void busyPeriodsAddUp() {
		this.clock.begin(10);
		this.clock.end(15);
		this.clock.begin(20);
		assertThat(at(22)).isEqualTo(busy(7, 15));
		this.clock.end(23);
		assertThat(this.clock.isBusy()).isFalse();
		assertThat(at(1000)).isEqualTo(idle(8, 992));
	}

	@Test
	void emptyBusyPeriodCountsNothing() {
		this.clock.begin(10);
		this.clock.end(10);
		assertThat(at(10)).isEqualTo(idle(0, 10));
	}

	@Test
	void jobThatEndsBetweenTheReadingsIsNotChargedForTimeAfterItsEnd() {
		this.clock.begin(10);
		BusyClock.Reading reading = this.clock.read(() -> {
			if (this.clock.isBusy()) {
				this.clock.end(11);
			}
			return 20;
		});
		assertThat(reading).isEqualTo(idle(1, 19));
	}

	@Test
	void neitherTimeFallsWhenAnEndIsWrittenDownLate() {
		this.clock.begin(0);
		assertThat(at(12)).isEqualTo(busy(12, 0));
		this.clock.end(10);
		assertThat(at(12)).isEqualTo(idle(12, 0));
		assertThat(at(15)).isEqualTo(idle(12, 3));
		this.clock.begin(15);
		assertThat(at(16)).isEqualTo(busy(12, 4));
		assertThat(at(17)).isEqualTo(busy(12, 5));
		assertThat(at(18)).isEqualTo(busy(13, 5));
	}

	@Test
	void neitherTimeFallsWhenABeginIsWrittenDownLate() {
		assertThat(at(12)).isEqualTo(idle(0, 12));
		this.clock.begin(10);
		assertThat(at(12)).isEqualTo(busy(0, 12));
		assertThat(at(15)).isEqualTo(busy(3, 12));
		this.clock.end(16);
		assertThat(at(16)).isEqualTo(idle(4, 12));
		assertThat(at(18)).isEqualTo(idle(6, 12));
		assertThat(at(20)).isEqualTo(idle(6, 14));
	}

	private BusyClock.Reading at(long now) {
		return this.clock.read(() -> now);
	}

	private static BusyClock.Reading busy(long busyNanos, long idleNanos) {
		return new BusyClock.Reading(true, busyNanos, idleNanos);
	}

	private static BusyClock.Reading idle(long busyNanos, long idleNanos) {
		return new BusyClock.Reading(false, busyNanos, idleNanos);
	}

}
