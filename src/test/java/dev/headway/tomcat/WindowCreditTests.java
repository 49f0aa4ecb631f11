package dev.headway.tomcat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The known lower bounds never exceed the client's real windows. */
class WindowCreditTests {

	private final WindowCredit credit = new WindowCredit();

	@Test
	void nothingIsCertainAtFirst() {
		assertThat(this.credit.take(1, 1)).isFalse();
	}

	@Test
	void whatOneStreamTookTheNextTakesToo() {
		this.credit.fitted(1, 1000, this.credit.settings());
		assertThat(this.credit.take(1000, 1000)).isTrue();
		assertThat(this.credit.take(1001, 1001)).isFalse();
	}

	@Test
	void streamWhoseWindowWasRaisedTeachesNothing() {
		this.credit.raised(1, 5000);
		this.credit.fitted(1, 1000, this.credit.settings());
		assertThat(this.credit.take(1000, 1000)).isFalse();
		this.credit.ended(1);
		this.credit.fitted(3, 1000, this.credit.settings());
		assertThat(this.credit.take(1000, 1000)).isTrue();
	}

	@Test
	void manyRaisedStreamsTeachNothing() {
		for (int stream = 1; stream < 2000; stream += 2) {
			this.credit.raised(stream, 5000);
		}
		this.credit.fitted(1999, 1000, this.credit.settings());
		assertThat(this.credit.take(1, 1)).isFalse();
	}

	@Test
	void windowOfTheConnectionIsCounted() {
		this.credit.fitted(1, 60_000, this.credit.settings());
		this.credit.spent(60_000);
		assertThat(this.credit.take(5535, 5535)).isTrue();
		assertThat(this.credit.take(1, 1)).isFalse();
		this.credit.raised(0, 10);
		assertThat(this.credit.take(11, 11)).isFalse();
		assertThat(this.credit.take(10, 10)).isTrue();
	}

	@Test
	void whatIsSpentOfAnAnswerIsNotTakenAgain() {
		this.credit.fitted(1, 60_000, this.credit.settings());
		this.credit.spent(50_000);
		assertThat(this.credit.take(60_001, 10)).isFalse();
		assertThat(this.credit.take(60_000, 15_536)).isFalse();
		assertThat(this.credit.take(60_000, 15_535)).isTrue();
	}

	@Test
	void answerUnderEarlierSettingsTeachesNothing() {
		int before = this.credit.settings();
		this.credit.settingsChanged();
		this.credit.fitted(1, 1000, before);
		assertThat(this.credit.take(1, 1)).isFalse();
	}

	@Test
	void newSettingsMayHaveMadeWindowsSmaller() {
		this.credit.fitted(1, 1000, this.credit.settings());
		this.credit.settingsChanged();
		assertThat(this.credit.take(1, 1)).isFalse();
	}

}
