package dev.headway.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShutdownDeadlineTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final ShutdownDeadline deadline = new ShutdownDeadline(Duration.ofNanos(10), this.nanos::get);

	@Test
	void timeDoesNotRunUntilSomebodyBegins() {
		this.nanos.addAndGet(100);
		assertThat(this.deadline.remainingNanos()).isEqualTo(Long.MAX_VALUE);
		assertThat(this.deadline.remaining()).isEqualTo(this.deadline.timeout());
	}

	@Test
	void allShareWhatIsLeft() {
		this.deadline.begin();
		this.nanos.addAndGet(7);
		this.deadline.begin();
		assertThat(this.deadline.remaining()).isEqualTo(Duration.ofNanos(3));
	}

	@Test
	void afterTheEndNothingIsLeft() {
		this.deadline.begin();
		this.nanos.addAndGet(12);
		assertThat(this.deadline.remaining()).isZero();
		assertThat(this.deadline.remainingNanos()).isEqualTo(-2);
	}

}
