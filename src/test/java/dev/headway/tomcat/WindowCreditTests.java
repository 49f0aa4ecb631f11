package dev.headway.tomcat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known of a client's windows never exceeds what they are. */
class WindowCreditTests {

	private final WindowCredit credit = new WindowCredit();

	@Test
	void nothingIsCertainAtFirst() {
		assertThat(this.credit.take(1)).isFalse();
	}

	@Test
	void whatOneStreamTookTheNextTakesToo() {
		this.credit.written(1, 1000, false);
		assertThat(this.credit.take(1000)).isTrue();
		assertThat(this.credit.take(1001)).isFalse();
	}

	@Test
	void streamThatWaitedTeachesNothing() {
		this.credit.written(1, 1000, true);
		assertThat(this.credit.take(1000)).isFalse();
	}

	@Test
	void streamWhoseWindowWasRaisedTeachesNothing() {
		this.credit.raised(1, 5000);
		this.credit.written(1, 1000, false);
		assertThat(this.credit.take(1000)).isFalse();
		this.credit.ended(1);
		this.credit.written(3, 1000, false);
		assertThat(this.credit.take(1000)).isTrue();
	}

	@Test
	void manyRaisedStreamsTeachNothing() {
		for (int stream = 1; stream < 2000; stream += 2) {
			this.credit.raised(stream, 5000);
		}
		this.credit.written(1999, 1000, false);
		assertThat(this.credit.take(1)).isFalse();
	}

	@Test
	void windowOfTheConnectionIsCounted() {
		this.credit.written(1, 60_000, false);
		assertThat(this.credit.take(5535)).isTrue();
		assertThat(this.credit.take(1)).isFalse();
		this.credit.raised(0, 10);
		assertThat(this.credit.take(11)).isFalse();
		assertThat(this.credit.take(10)).isTrue();
	}

	@Test
	void newSettingsMayHaveMadeWindowsSmaller() {
		this.credit.written(1, 1000, false);
		this.credit.settingsChanged();
		assertThat(this.credit.take(1)).isFalse();
	}

}
