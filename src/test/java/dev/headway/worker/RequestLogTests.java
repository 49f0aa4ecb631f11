package dev.headway.worker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RequestLogTests {

	private static final Moment NOW = new Moment(1_000, Instant.ofEpochSecond(100));

	private final RequestLog log = new RequestLog();

	@Test
	void emptyAtFirst() {
		assertThat(this.log.current(NOW)).isEmpty();
		assertThat(this.log.last(NOW)).isEmpty();
		assertThat(this.log.finished()).isZero();
	}

	@Test
	void requestIsCurrentThenLast() {
		this.log.begin("GET", "/a", 400, true);
		assertThat(this.log.current(NOW)).contains(new RunningRequest(0, "GET", "/a", NOW.instant().minusNanos(600)));
		assertThat(this.log.end(200, 900, 50)).isTrue();
		assertThat(this.log.current(NOW)).isEmpty();
		assertThat(this.log.last(NOW)).containsExactly(
				new FinishedRequest(0, "GET", "/a", NOW.instant().minusNanos(600), NOW.instant().minusNanos(100), 200));
		assertThat(this.log.queuedNanos()).isEqualTo(50);
	}

	@Test
	void uncountedRequestLeavesNoTrace() {
		this.log.begin("GET", "/watch", 400, false);
		assertThat(this.log.current(NOW)).map(RunningRequest::path).contains("/watch");
		assertThat(this.log.end(200, 900, 50)).isFalse();
		assertThat(this.log.current(NOW)).isEmpty();
		assertThat(this.log.last(NOW)).isEmpty();
		assertThat(this.log.finished()).isZero();
		assertThat(this.log.queuedNanos()).isZero();
	}

	@Test
	void droppedRequestLeavesNoTrace() {
		this.log.begin("GET", "/a", 400, true);
		this.log.drop();
		assertThat(this.log.current(NOW)).isEmpty();
		assertThat(this.log.finished()).isZero();
	}

	@Test
	void onlyTheLastAreKept() {
		for (int i = 0; i < 100; i++) {
			this.log.begin("GET", "/" + i, i, true);
			this.log.end(200, i, 0);
		}
		assertThat(this.log.finished()).isEqualTo(100);
		assertThat(this.log.last(NOW)).hasSize(RequestLog.CAPACITY - 1)
			.extracting(FinishedRequest::id)
			.startsWith(100L - RequestLog.CAPACITY + 1)
			.endsWith(99L);
	}

	@Test
	void readersNeverSeeHalfARequest() throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		Thread writer = new Thread(() -> {
			for (int i = 0; !stop.get(); i++) {
				// each figure of a request contains its number
				this.log.begin("M" + i, "/" + i, i, true);
				this.log.end(i, i, 0);
			}
		});
		writer.start();
		try {
			Moment zero = new Moment(0, Instant.EPOCH);
			for (int round = 0; round < 20_000; round++) {
				List<FinishedRequest> last = this.log.last(zero);
				for (FinishedRequest request : last) {
					assertThat(request.path()).isEqualTo("/" + request.id());
					assertThat(request.method()).isEqualTo("M" + request.id());
					assertThat(request.status()).isEqualTo((int) request.id());
					assertThat(request.start()).isEqualTo(Instant.EPOCH.plusNanos(request.id()));
					assertThat(request.end()).isEqualTo(request.start());
				}
				Optional<RunningRequest> current = this.log.current(zero);
				current.ifPresent((request) -> assertThat(request.path()).isEqualTo("/" + request.id()));
			}
		}
		finally {
			stop.set(true);
			writer.join();
		}
	}

}
