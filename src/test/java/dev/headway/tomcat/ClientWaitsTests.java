package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientWaitsTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

	private final ClientWaits waits = new ClientWaits(this.clock::get);

	@Test
	void timesFromBeginsToEndsAreAddedUpForARequest() {
		for (int i = 0; i < 3; i++) {
			this.waits.begin();
			this.clock.addAndGet(7);
			this.waits.end();
			this.clock.addAndGet(100);
			this.waits.end();
		}
		assertThat(this.waits.getAsLong()).isEqualTo(21);
		this.waits.restart();
		assertThat(this.waits.getAsLong()).isZero();
	}

	@Test
	void waitThatLastsCountsSoFar() {
		this.waits.begin();
		this.clock.addAndGet(7);
		assertThat(this.waits.getAsLong()).isEqualTo(7);
		this.clock.addAndGet(7);
		assertThat(this.waits.getAsLong()).isEqualTo(14);
	}

	@Test
	void waitThatWasBrokenOffEndsWithItsRequest() {
		this.waits.begin();
		this.clock.addAndGet(7);
		this.waits.restart();
		this.clock.addAndGet(7);
		this.waits.end();
		assertThat(this.waits.getAsLong()).isZero();
	}

	@Test
	void tomcatHasTheLocksByWhichBlockingIsKnown() {
		assertThat(BlockingIo.isKnown()).isTrue();
	}

}
