package dev.headway.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.Worker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class PoolMetersTests {

	private final ThreadPool pool = new ThreadPool(2, 50);

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final WorkerMetrics workerMetrics = new WorkerMetrics(this.pool);

	private final QueueMetrics queueMetrics = new QueueMetrics(this.pool);

	PoolMetersTests() {
		this.workerMetrics.bindTo(this.registry);
		this.queueMetrics.bindTo(this.registry);
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void allAreThereFromTheStartWithHelpText() {
		assertThat(this.registry.getMeters()).hasSize(2 * 4 + 5)
			.extracting((meter) -> meter.getId().getDescription())
			.doesNotContainNull();
		assertThat(this.registry.get("headway.worker.requests").tag("worker", "1").functionCounter().count()).isZero();
		assertThat(this.registry.get("headway.queue.wait").timer().count()).isZero();
		assertThat(gauge("headway.queue.capacity")).isEqualTo(50);
		assertThat(gauge("headway.queue.oldest.timestamp")).isZero();
	}

	@Test
	void sparesHaveAllSeriesFromTheStartAndAreCountedInUse() {
		CountDownLatch release = new CountDownLatch(1);
		Spares spares = new Spares(2, Duration.ofMillis(1));
		try (ThreadPool spared = new ThreadPool(1, 1, spares, 50, System.getLogger("test"));
				WorkerMetrics ofWorkers = new WorkerMetrics(spared);
				SpareMetrics ofSpares = new SpareMetrics(spared)) {
			this.workerMetrics.close();
			ofWorkers.bindTo(this.registry);
			ofSpares.bindTo(this.registry);
			assertThat(this.registry.get("headway.worker.requests").functionCounters()).hasSize(4)
				.allSatisfy((counter) -> assertThat(counter.count()).isZero());
			assertThat(gauge("headway.worker.spares")).isZero();
			assertThat(gauge("headway.worker.spares.capacity")).isEqualTo(2);
			assertThat(this.registry.get("headway.worker.replaced").functionCounter().count()).isZero();
			spared.execute(() -> waitFor(release));
			spared.execute(() -> waitFor(release));
			await().untilAsserted(() -> assertThat(gauge("headway.worker.spares")).isEqualTo(1));
			assertThat(this.registry.get("headway.worker.replaced").functionCounter().count()).isEqualTo(1);
			release.countDown();
		}
	}

	/** So that a thousand meters don't delay the start of an application. */
	@Test
	void manyWorkersGetTheirMetersOneAfterTheOther() {
		try (ThreadPool large = ThreadPool
			.notStarted(new PoolSettings(90, 10, new Spares(30, Duration.ofMillis(50)), 50), System.getLogger("test"));
				WorkerMetrics ofWorkers = new WorkerMetrics(large)) {
			this.workerMetrics.close();
			ofWorkers.bindTo(this.registry);
			assertThat(this.registry.get("headway.worker.busy").gauges()).hasSize(WorkerMetrics.AT_ONCE);
			ofWorkers.bindMore();
			assertThat(this.registry.get("headway.worker.busy").gauges())
				.hasSize(WorkerMetrics.AT_ONCE + WorkerMetrics.AT_A_TIME);
			for (int i = 0; i < 10; i++) {
				ofWorkers.bindMore();
			}
			assertThat(this.registry.get("headway.worker.busy").gauges()).hasSize(130);
		}
		assertThat(this.registry.find("headway.worker.busy").gauges()).isEmpty();
	}

	@Test
	void noneIsThereAfterClose() {
		this.workerMetrics.close();
		this.queueMetrics.close();
		assertThat(this.registry.getMeters()).map(Meter::getId).isEmpty();
	}

	@Test
	void busyWorkersQueueAndStartsAreShown() throws Exception {
		double before = System.currentTimeMillis() / 1e3;
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(2);
		for (int i = 0; i < 3; i++) {
			this.pool.execute(() -> {
				Worker.current().orElseThrow().begin("GET", "/held");
				begun.countDown();
				waitFor(release);
				Worker.current().orElseThrow().end(200);
			});
		}
		begun.await();
		assertThat(workerGauges("headway.worker.busy")).containsExactly(1.0, 1.0);
		assertThat(workerGauges("headway.worker.request.start.timestamp"))
			.allSatisfy((start) -> assertThat(start).isBetween(before - 1, before + 30));
		assertThat(gauge("headway.queue.size")).isEqualTo(1);
		assertThat(gauge("headway.queue.oldest.timestamp")).isBetween(before - 1, before + 30);
		release.countDown();
		await().untilAsserted(() -> assertThat(requests()).isEqualTo(3));
		await().untilAsserted(() -> assertThat(workerGauges("headway.worker.busy")).containsExactly(0.0, 0.0));
		assertThat(workerGauges("headway.worker.request.start.timestamp")).containsExactly(0.0, 0.0);
		assertThat(this.registry.get("headway.request").timer().count()).isEqualTo(3);
		assertThat(this.registry.get("headway.queue.wait").timer().count()).isEqualTo(3);
	}

	@Test
	void workerThatReadsTheGaugeIsNotShownAsBusy() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(() -> {
			Worker.current().orElseThrow().begin("GET", "/actuator/prometheus");
			assertThat(workerGauges("headway.worker.busy")).containsExactly(0.0, 0.0);
			assertThat(workerGauges("headway.worker.request.start.timestamp")).containsExactly(0.0, 0.0);
			done.countDown();
		});
		done.await();
	}

	/** Otherwise Prometheus assumes a restart, and counts the earlier time twice. */
	@Test
	void busySecondsNeverFallFromScrapeToScrape() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Thread submitter = new Thread(() -> {
			while (!over.get()) {
				if (this.pool.queued() < 40) {
					this.pool.execute(Thread::onSpinWait);
				}
			}
		});
		submitter.start();
		List<Double> before = List.of(0.0, 0.0);
		for (int scrape = 0; scrape < 2000; scrape++) {
			List<Double> now = this.registry.scrape()
				.lines()
				.filter((line) -> line.startsWith("headway_worker_busy_seconds_total{"))
				.map((line) -> Double.valueOf(line.substring(line.indexOf(' '))))
				.toList();
			assertThat(now).hasSize(2);
			assertThat(now.get(0)).isGreaterThanOrEqualTo(before.get(0));
			assertThat(now.get(1)).isGreaterThanOrEqualTo(before.get(1));
			before = now;
		}
		over.set(true);
		submitter.join();
	}

	private double requests() {
		return this.registry.get("headway.worker.requests")
			.functionCounters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private double gauge(String name) {
		return this.registry.get(name).gauge().value();
	}

	private List<Double> workerGauges(String name) {
		return this.pool.workers()
			.stream()
			.map((worker) -> this.registry.get(name).tag("worker", Integer.toString(worker.number())).gauge().value())
			.toList();
	}

}
