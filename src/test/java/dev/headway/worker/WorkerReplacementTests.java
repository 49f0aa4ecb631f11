package dev.headway.worker;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Four workers for slow jobs, one express, three spares, 50 ms; a tick is 10 ms. */
class WorkerReplacementTests {

	private static final int SIZE = 4;

	private static final int LIMIT = 3;

	private static final int WORKERS = SIZE + 1 + LIMIT;

	private final WorkerReplacement replacement = new WorkerReplacement(WORKERS, SIZE,
			new Spares(LIMIT, Duration.ofMillis(50)));

	@ParameterizedTest
	@CsvSource(textBlock = """
			0, 0
			1, 0
			4, 0
			5, 1
			6, 2
			7, 3
			8, 3
			""")
	void eachStuckWorkerBeyondTheSizeNeedsASpareAsLongAsThereAreAny(int stuck, int needed) {
		look(1000, busy(stuck, 0));
		look(1010, busy(stuck, 0));
		assertThat(this.replacement.needed()).isEqualTo(needed);
		assertThat(this.replacement.isStuck(0)).isEqualTo(stuck > 0);
		assertThat(this.replacement.isStuck(WORKERS - 1)).isEqualTo(stuck == WORKERS);
	}

	/** Jobs have waited for 50 ms. */
	@ParameterizedTest
	@CsvSource(textBlock = """
			0, 0
			4, 0
			5, 3
			8, 3
			""")
	void whileJobsWaitEachStuckWorkerNeedsASpareIfMoreThanTheSizeAreStuck(int stuck, int needed) {
		this.replacement.look(millis(1000), busy(stuck, 0), millis(960));
		this.replacement.look(millis(1010), busy(stuck, 0), millis(960));
		assertThat(this.replacement.needed()).isEqualTo(needed);
	}

	@Test
	void jobsThatHaveJustComeMakeNoDifferenceUntilTheyHaveWaited() {
		this.replacement.look(millis(1000), busy(5, 0), millis(980));
		this.replacement.look(millis(1010), busy(5, 0), millis(980));
		assertThat(this.replacement.needed()).isOne();
		assertThat(this.replacement.nextNanos()).isEqualTo(millis(20));
		this.replacement.look(millis(1030), busy(5, 0), millis(980));
		assertThat(this.replacement.needed()).isEqualTo(3);
		look(1040, busy(5, 0));
		assertThat(this.replacement.needed()).isOne();
	}

	@Test
	void workersInQuickJobsAreNotStuckHoweverOftenTheyAreLookedAt() {
		for (int now = 1000; now < 2000; now += 10) {
			look(now, busy(5, now - 49));
			assertThat(this.replacement.needed()).isZero();
		}
	}

	@Test
	void jobThatEndsBetweenTwoLooksIsNotTakenForTheNext() {
		look(1000, busy(5, 940));
		look(1010, busy(5, 941));
		assertThat(this.replacement.needed()).isZero();
		look(1019, busy(5, 941));
		assertThat(this.replacement.needed()).isZero();
		look(1020, busy(5, 941));
		assertThat(this.replacement.needed()).isOne();
	}

	@Test
	void pauseOfTheWholeProcessMakesNobodyStuck() {
		look(1000, busy(8, 999));
		// the process was stopped for 100 ms: all jobs look old, then they end
		look(1100, busy(8, 999));
		assertThat(this.replacement.needed()).isZero();
		look(1110, busy(8, 1101));
		assertThat(this.replacement.needed()).isZero();
	}

	@Test
	void twoLooksAtTheSameMomentAreOne() {
		look(1000, busy(5, 0));
		look(1009, busy(5, 0));
		assertThat(this.replacement.needed()).isZero();
	}

	@Test
	void workerThatGetsThroughIsStuckNoMore() {
		look(1000, busy(5, 0));
		look(1010, busy(5, 0));
		assertThat(this.replacement.needed()).isOne();
		look(1020, busy(4, 0));
		assertThat(this.replacement.needed()).isZero();
		assertThat(this.replacement.isStuck(4)).isFalse();
	}

	@Test
	void nextLookIsWhenAJobBecomesOverdueAndThenATickLater() {
		long[] since = busy(5, 0);
		since[4] = millis(980);
		look(1000, since);
		assertThat(this.replacement.nextNanos()).isEqualTo(millis(10));
		look(1010, since);
		assertThat(this.replacement.nextNanos()).isEqualTo(millis(20));
		look(1030, since);
		assertThat(this.replacement.nextNanos()).isEqualTo(millis(10));
		look(1040, since);
		assertThat(this.replacement.needed()).isOne();
		assertThat(this.replacement.nextNanos()).isEqualTo(millis(50));
	}

	@Test
	void clockMayBeginAnywhere() {
		long start = Long.MAX_VALUE - millis(1005);
		long[] since = busy(5, 0);
		for (int worker = 0; worker < 5; worker++) {
			since[worker] += start;
		}
		this.replacement.look(start + millis(1000), since, start + millis(970));
		this.replacement.look(start + millis(1010), since, start + millis(970));
		assertThat(this.replacement.needed()).isOne();
	}

	private void look(int now, long[] since) {
		this.replacement.look(millis(now), since, WorkerReplacement.IDLE);
	}

	/** So many workers, from the first on, in a job since then. */
	private static long[] busy(int workers, int since) {
		long[] all = new long[WORKERS];
		Arrays.fill(all, WorkerReplacement.IDLE);
		Arrays.fill(all, 0, workers, millis(since));
		return all;
	}

	private static long millis(int millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
