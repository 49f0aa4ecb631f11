package dev.headway.site;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.headway.site.Sleep.Outcome;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A sleep of a second, on a timer that the test fires. */
@Timeout(30)
class TimerSleepTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTimer timer = new ManualTimer();

	private final TimerSleep sleep = new TimerSleep(SECOND, this.timer);

	@Test
	void requestIsSuspendedUntilItsTimeAndThenHasSlept() {
		Request request = new Request();
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SUSPENDED);
		assertThat(request.suspended.getTimeout()).as("the timer is its only clock").isZero();
		assertThat(this.sleep.suspended()).isEqualTo(1);
		assertThat(this.timer.delays()).containsExactly(SECOND);
		assertThat(request.dispatches).hasValue(0);
		this.timer.goOff();
		assertThat(request.dispatches).hasValue(1);
		assertThat(this.sleep.suspended()).isZero();
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SLEPT);
		assertThat(this.sleep.suspended()).isZero();
	}

	@Test
	void manySleepAtOnce() {
		List<Request> requests = sleepers(1000);
		assertThat(this.sleep.suspended()).isEqualTo(1000);
		this.timer.goOff();
		assertThat(requests).allSatisfy((request) -> {
			assertThat(request.dispatches).hasValue(1);
			assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SLEPT);
		});
		assertThat(this.sleep.suspended()).isZero();
	}

	@Test
	void interruptWakesAllThatSleepAndNoneTwice() {
		List<Request> requests = sleepers(10);
		this.sleep.interrupt();
		this.sleep.interrupt();
		this.timer.goOff();
		assertThat(requests).allSatisfy((request) -> {
			assertThat(request.dispatches).hasValue(1);
			assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.INTERRUPTED);
		});
		assertThat(this.sleep.suspended()).isZero();
	}

	@Test
	void afterAnInterruptNobodyFallsAsleep() {
		this.sleep.interrupt();
		Request request = new Request();
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SUSPENDED);
		assertThat(request.dispatches).hasValue(1);
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.INTERRUPTED);
		assertThat(this.timer.alarms()).isEmpty();
	}

	@Test
	void afterCloseNobodyFallsAsleep() {
		this.sleep.close();
		Request request = new Request();
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SUSPENDED);
		assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.INTERRUPTED);
		assertThat(this.sleep.suspended()).isZero();
	}

	@Test
	void closeEndsTheTimer() {
		this.sleep.close();
		assertThat(this.timer.isShutdown()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void requestThatEndsByItselfIsNotWoken(End end) throws Exception {
		Request request = sleepers(1).get(0);
		for (AsyncListener listener : request.listeners()) {
			switch (end) {
				case COMPLETE -> listener.onComplete(new AsyncEvent(request.suspended));
				case ERROR -> listener.onError(new AsyncEvent(request.suspended));
				case TIMEOUT -> listener.onTimeout(new AsyncEvent(request.suspended));
			}
		}
		assertThat(this.sleep.suspended()).isZero();
		this.timer.goOff();
		this.sleep.interrupt();
		assertThat(request.dispatches).hasValue(0);
	}

	enum End {

		COMPLETE, ERROR, TIMEOUT

	}

	@Test
	void clientThatGoesInTheMomentOfWakingHoldsNobodyUp() {
		List<Request> requests = sleepers(3);
		requests.get(1).gone = true;
		assertThatCode(this.timer::goOff).doesNotThrowAnyException();
		assertThat(requests.get(2).dispatches).hasValue(1);
		assertThat(this.sleep.suspended()).isZero();
	}

	@Test
	void alarmAndInterruptAtOnceWakeOnce() throws Exception {
		for (int round = 0; round < 500; round++) {
			ManualTimer alarm = new ManualTimer();
			TimerSleep both = new TimerSleep(SECOND, alarm);
			List<Request> requests = Stream.generate(Request::new).limit(4).toList();
			requests.forEach(both::sleep);
			race(alarm::goOff, both::interrupt);
			assertThat(requests).allSatisfy((request) -> assertThat(request.dispatches).hasValue(1));
			assertThat(both.suspended()).isZero();
		}
	}

	@Test
	void requestThatComesWithTheInterruptDoesNotSleepOn() throws Exception {
		for (int round = 0; round < 500; round++) {
			TimerSleep both = new TimerSleep(SECOND, new ManualTimer());
			Request request = new Request();
			race(() -> both.sleep(request), both::interrupt);
			assertThat(request.dispatches).hasValue(1);
			assertThat(both.sleep(request)).isEqualTo(Outcome.INTERRUPTED);
			assertThat(both.suspended()).isZero();
		}
	}

	@Test
	void realTimerWakesInTimeOnOneDaemonThread() throws Exception {
		Duration time = Duration.ofMillis(100);
		try (TimerSleep real = new TimerSleep(time)) {
			List<Request> requests = Stream.generate(Request::new).limit(200).toList();
			long start = System.nanoTime();
			requests.forEach(real::sleep);
			for (Request request : requests) {
				request.woken.await();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(time);
			assertThat(requests).extracting((request) -> request.wokenBy.get())
				.containsOnly(requests.get(0).wokenBy.get())
				.allSatisfy((thread) -> {
					assertThat(thread.getName()).isEqualTo("sleep-timer");
					assertThat(thread.isDaemon()).isTrue();
				});
		}
	}

	private List<Request> sleepers(int count) {
		List<Request> requests = Stream.generate(Request::new).limit(count).toList();
		requests.forEach((request) -> assertThat(this.sleep.sleep(request)).isEqualTo(Outcome.SUSPENDED));
		return requests;
	}

	private static void race(Runnable one, Runnable other) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2);
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			try {
				start.await();
				other.run();
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		thread.start();
		start.await();
		one.run();
		thread.join();
		assertThat(failure).hasNullValue();
	}

	/** A request that counts how often it is woken. */
	private static final class Request extends MockHttpServletRequest {

		private final AtomicInteger dispatches = new AtomicInteger();

		private final CountDownLatch woken = new CountDownLatch(1);

		private final AtomicReference<Thread> wokenBy = new AtomicReference<>();

		private final MockAsyncContext suspended = new MockAsyncContext(this, null) {
			@Override
			public void dispatch() {
				if (Request.this.gone) {
					throw new IllegalStateException("the client has gone");
				}
				Request.this.dispatches.incrementAndGet();
				Request.this.wokenBy.set(Thread.currentThread());
				Request.this.woken.countDown();
			}
		};

		private volatile boolean gone;

		@Override
		public AsyncContext startAsync() {
			return this.suspended;
		}

		@Override
		public AsyncContext startAsync(ServletRequest request, @Nullable ServletResponse response) {
			return this.suspended;
		}

		List<AsyncListener> listeners() {
			return this.suspended.getListeners();
		}

	}

}
