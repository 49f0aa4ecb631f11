package dev.headway.worker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BusyClockTests {

	private final BusyClock clock = new BusyClock();

	@Test
	void idleFromTheStart() {
		assertThat(this.clock.read().isBusy()).isFalse();
		assertThat(this.clock.read().busyNanos(100)).isZero();
	}

	@Test
	void busyFromTheVeryStart() {
		this.clock.begin(0);
		assertThat(this.clock.read().isBusy()).isTrue();
		assertThat(this.clock.read().busyNanos(0)).isZero();
		assertThat(this.clock.read().busyNanos(7)).isEqualTo(7);
	}

	@Test
	void busyPeriodsAddUp() {
		this.clock.begin(10);
		this.clock.end(15);
		this.clock.begin(20);
		assertThat(this.clock.read().busyNanos(22)).isEqualTo(7);
		this.clock.end(23);
		assertThat(this.clock.read().isBusy()).isFalse();
		assertThat(this.clock.read().busyNanos(1000)).isEqualTo(8);
	}

	@Test
	void emptyBusyPeriodCountsNothing() {
		this.clock.begin(10);
		this.clock.end(10);
		assertThat(this.clock.read().isBusy()).isFalse();
		assertThat(this.clock.read().busyNanos(10)).isZero();
	}

}
