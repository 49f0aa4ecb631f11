package dev.headway.admission;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** On a clock that stands still unless moved. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(30)
class SheddingTests {

	private static final String BEGIN = "Refusing requests: ";

	private static final String END = "Refusing no more: ";

	/** Far from zero, as the JVM's clock may be, and about to overflow. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	private final Shedding shedding = new Shedding(this.clock::get);

	@ParameterizedTest
	@CsvSource({ "FULL, the waiting room is full", "TIMEOUT, they have waited longer than headway.waiting.timeout" })
	void firstRefusalIsToldWithItsReason(Reason reason, String told, CapturedOutput output) {
		this.shedding.refused(reason);
		assertThat(output).containsPattern("WARN .*" + BEGIN + told);
	}

	@Test
	void noRefusalsNoLines(CapturedOutput output) {
		pass(Duration.ofHours(1));
		this.shedding.settle();
		assertThat(output).isEmpty();
		assertThat(this.shedding.full()).isZero();
		assertThat(this.shedding.timeout()).isZero();
	}

	@Test
	void manyRefusalsAreTwoLines(CapturedOutput output) {
		for (int i = 0; i < 10_000; i++) {
			this.shedding.refused((i % 4 == 0) ? Reason.TIMEOUT : Reason.FULL);
			pass(Duration.ofMillis(1));
			this.shedding.settle();
		}
		pass(Shedding.CALM);
		this.shedding.settle();
		this.shedding.settle();
		assertThat(output.toString().lines().filter((line) -> line.contains("Refusing")))
			.satisfiesExactly((first) -> assertThat(first).contains(BEGIN), (last) -> assertThat(last).contains("INFO")
				.endsWith(END
						+ "10000 requests in 9 s, 7500 because the waiting room was full, 2500 after waiting too long"));
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "4999, false", "5000, true", "60000, true" })
	void endIsToldWhenNoneHasComeForAWhile(long millis, boolean told, CapturedOutput output) {
		this.shedding.refused(Reason.FULL);
		pass(Duration.ofMillis(millis));
		this.shedding.settle();
		assertThat(output.toString().contains(END)).isEqualTo(told);
	}

	@Test
	void refusalWithinTheWhilePutsTheEndOff(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.shedding.refused(Reason.TIMEOUT);
			pass(Shedding.CALM.minusNanos(1));
			this.shedding.settle();
		}
		assertThat(output).containsOnlyOnce(BEGIN).doesNotContain(END);
		pass(Duration.ofNanos(1));
		this.shedding.settle();
		assertThat(output).containsOnlyOnce(END + "3 requests in 9 s");
	}

	@Test
	void nextTimeCountsForItself(CapturedOutput output) {
		refuse(3, Reason.FULL);
		pass(Shedding.CALM);
		this.shedding.settle();
		pass(Duration.ofHours(1));
		refuse(2, Reason.TIMEOUT);
		pass(Shedding.CALM);
		this.shedding.settle();
		assertThat(output.toString().lines().filter((line) -> line.contains("Refusing"))).hasSize(4)
			.last()
			.asString()
			.endsWith("2 requests in 0 s, 0 because the waiting room was full, 2 after waiting too long");
		assertThat(this.shedding.full()).as("since the start").isEqualTo(3);
		assertThat(this.shedding.timeout()).isEqualTo(2);
	}

	@Test
	void allAreCountedWhoeverRefusesAndOneOfThemTellsIt(CapturedOutput output) throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, 8).mapToObj((number) -> new Thread(() -> {
			awaitUninterrupted(start);
			refuse(1000, (number % 2 == 0) ? Reason.FULL : Reason.TIMEOUT);
			this.shedding.settle();
		})).toList();
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.shedding.full()).isEqualTo(4000);
		assertThat(this.shedding.timeout()).isEqualTo(4000);
		pass(Shedding.CALM);
		this.shedding.settle();
		assertThat(output).containsOnlyOnce(BEGIN).containsOnlyOnce(END + "8000 requests");
	}

	private void refuse(int times, Reason reason) {
		for (int i = 0; i < times; i++) {
			this.shedding.refused(reason);
		}
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
