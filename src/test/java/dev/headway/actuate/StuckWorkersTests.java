package dev.headway.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class StuckWorkersTests {

	private final ThreadPool pool = new ThreadPool(2);

	private final CountDownLatch release = new CountDownLatch(1);

	// Mutable state: what the fake clock adds to the real one
	private Duration ahead = Duration.ZERO;

	private final InstantSource clock = () -> Instant.now().plus(this.ahead);

	private final StuckWorkers stuckWorkers = new StuckWorkers(this.pool, Duration.ofSeconds(60), this.clock);

	@AfterEach
	void close() {
		this.release.countDown();
		this.pool.close();
	}

	@Test
	void workerIsStuckOnceItsRequestIsOlderThanTheLimit() throws Exception {
		hold("/slow");
		assertThat(this.stuckWorkers.find()).isEmpty();
		this.ahead = Duration.ofSeconds(55);
		assertThat(this.stuckWorkers.find()).isEmpty();
		this.ahead = Duration.ofSeconds(75);
		assertThat(this.stuckWorkers.find()).singleElement().satisfies((stuck) -> {
			assertThat(stuck.request().path()).isEqualTo("/slow");
			assertThat(stuck).asString().matches("Worker [01] has been at GET /slow for 7\\d s");
		});
	}

	@Test
	void eachStuckRequestIsWarnedOfOnceWithItsStack(CapturedOutput output) throws Exception {
		hold("/slow");
		this.stuckWorkers.warn();
		assertThat(output).doesNotContain("/slow");
		this.ahead = Duration.ofSeconds(61);
		this.stuckWorkers.warn();
		this.stuckWorkers.warn();
		assertThat(output).containsOnlyOnce("has been at GET /slow for 61 s")
			.contains("WARN")
			.containsPattern("\tat \\S*dev\\.headway\\.actuate\\.StuckWorkersTests\\.");
		hold("/other");
		this.ahead = Duration.ofSeconds(200);
		this.stuckWorkers.warn();
		assertThat(output).containsOnlyOnce("GET /slow").containsOnlyOnce("GET /other");
	}

	@Test
	void componentTellsWhoIsStuckAndStaysUp() throws Exception {
		WorkersHealthIndicator indicator = new WorkersHealthIndicator(this.pool, this.stuckWorkers, false, () -> true);
		assertThat(indicator.health().getDetails()).containsOnlyKeys("size", "express", "spares", "sparesInUse", "busy",
				"queued", "queueCapacity");
		hold("/one");
		hold("/two");
		this.ahead = Duration.ofSeconds(61);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("busy", 2)
			.extractingByKey("stuck")
			.asString()
			.contains("GET /one for 61 s", "GET /two for 61 s");
	}

	@Test
	void componentLeavesPathsOutWhereTheyAreNotToBeShown() throws Exception {
		WorkersHealthIndicator indicator = new WorkersHealthIndicator(this.pool, this.stuckWorkers, false, () -> false);
		hold("/secret");
		this.ahead = Duration.ofSeconds(61);
		assertThat(indicator.health().getDetails()).extractingByKey("stuck")
			.asString()
			.contains("at a request for 61 s")
			.doesNotContain("secret");
	}

	@Test
	void componentIsOutOfServiceWhenAllAreStuckAndThatIsAskedFor() throws Exception {
		WorkersHealthIndicator indicator = new WorkersHealthIndicator(this.pool, this.stuckWorkers, true, () -> true);
		hold("/one");
		this.ahead = Duration.ofSeconds(61);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		this.ahead = Duration.ZERO;
		hold("/two");
		this.ahead = Duration.ofSeconds(61);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	private void hold(String path) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		this.pool.execute(() -> {
			Worker.current().orElseThrow().begin("GET", path);
			begun.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		begun.await();
	}

}
