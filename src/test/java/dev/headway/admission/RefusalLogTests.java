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
import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** On a clock that only the test moves. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(30)
class RefusalLogTests {

	private static final String BEGIN = "Refusing requests: ";

	private static final String END = "Refusing no more: ";

	/** Far from zero, as the JVM's clock may be, and about to overflow. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	private final RefusalLog refusalLog = new RefusalLog(this.clock::get,
			new SLF4JSystemLoggerFinder().getLogger(RefusalLog.class.getName(), RefusalLog.class.getModule()));

	@ParameterizedTest
	@CsvSource({ "FULL, the waiting room is full", "TIMEOUT, they have waited longer than headway.waiting.timeout" })
	void firstRefusalIsToldWithItsReason(Reason reason, String told, CapturedOutput output) {
		this.refusalLog.refused(reason);
		assertThat(output).containsPattern("WARN .*" + BEGIN + told);
	}

	@Test
	void noRefusalsNoLines(CapturedOutput output) {
		pass(Duration.ofHours(1));
		this.refusalLog.settle();
		assertThat(output).isEmpty();
		assertThat(this.refusalLog.full()).isZero();
		assertThat(this.refusalLog.timeout()).isZero();
	}

	@Test
	void manyRefusalsAreTwoLines(CapturedOutput output) {
		for (int i = 0; i < 10_000; i++) {
			this.refusalLog.refused((i % 4 == 0) ? Reason.TIMEOUT : Reason.FULL);
			pass(Duration.ofMillis(1));
			this.refusalLog.settle();
		}
		pass(RefusalLog.CALM);
		this.refusalLog.settle();
		this.refusalLog.settle();
		assertThat(output.toString().lines().filter((line) -> line.contains("Refusing")))
			.satisfiesExactly((first) -> assertThat(first).contains(BEGIN), (last) -> assertThat(last).contains("INFO")
				.endsWith(END
						+ "10000 requests in 9 s, 7500 because the waiting room was full, 2500 after waiting too long"));
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "4999, false", "5000, true", "60000, true" })
	void endIsToldWhenNoneHasComeForAWhile(long millis, boolean told, CapturedOutput output) {
		this.refusalLog.refused(Reason.FULL);
		pass(Duration.ofMillis(millis));
		this.refusalLog.settle();
		assertThat(output.toString().contains(END)).isEqualTo(told);
	}

	@Test
	void refusalWithinTheWhilePutsTheEndOff(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.refusalLog.refused(Reason.TIMEOUT);
			pass(RefusalLog.CALM.minusNanos(1));
			this.refusalLog.settle();
		}
		assertThat(output).containsOnlyOnce(BEGIN).doesNotContain(END);
		pass(Duration.ofNanos(1));
		this.refusalLog.settle();
		assertThat(output).containsOnlyOnce(END + "3 requests in 9 s");
	}

	@Test
	void nextTimeCountsForItself(CapturedOutput output) {
		refuse(3, Reason.FULL);
		pass(RefusalLog.CALM);
		this.refusalLog.settle();
		pass(Duration.ofHours(1));
		refuse(2, Reason.TIMEOUT);
		pass(RefusalLog.CALM);
		this.refusalLog.settle();
		assertThat(output.toString().lines().filter((line) -> line.contains("Refusing"))).hasSize(4)
			.last()
			.asString()
			.endsWith("2 requests in 0 s, 0 because the waiting room was full, 2 after waiting too long");
		assertThat(this.refusalLog.full()).as("since the start").isEqualTo(3);
		assertThat(this.refusalLog.timeout()).isEqualTo(2);
	}

	@Test
	void allAreCountedWhoeverRefusesAndOneOfThemTellsIt(CapturedOutput output) throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, 8).mapToObj((number) -> new Thread(() -> {
			awaitUninterrupted(start);
			refuse(1000, (number % 2 == 0) ? Reason.FULL : Reason.TIMEOUT);
			this.refusalLog.settle();
		})).toList();
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.refusalLog.full()).isEqualTo(4000);
		assertThat(this.refusalLog.timeout()).isEqualTo(4000);
		pass(RefusalLog.CALM);
		this.refusalLog.settle();
		assertThat(output).containsOnlyOnce(BEGIN).containsOnlyOnce(END + "8000 requests");
	}

	private void refuse(int times, Reason reason) {
		for (int i = 0; i < times; i++) {
			this.refusalLog.refused(reason);
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
