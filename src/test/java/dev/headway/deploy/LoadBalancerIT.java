package dev.headway.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import dev.headway.testing.Answer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real load balancers in front of three servers, which are restarted in turn under load:
 * with the configurations of {@code src/deploy} no request is lost.
 */
@LongTest
@Timeout(180)
class LoadBalancerIT {

	private static final Duration SLEEP = Duration.ofMillis(500);

	private static final int SLOTS = 4;

	private static final int CLIENTS = 16;

	private static final int ROUNDS = 3;

	/** More than three tries at intervals of a second. */
	private static final Duration TRIES = Duration.ofSeconds(5);

	@AutoClose
	private static Instances instances;

	@BeforeAll
	static void start() throws Exception {
		instances = new Instances(3, "--headway.sleep=" + SLEEP.toMillis() + "ms", "--headway.pool.size=" + SLOTS);
	}

	@Test
	void threeRoundsOfRestartsBehindHaproxyLoseNothing(TestReporter reporter) throws Exception {
		try (Balancer balancer = Balancer.haproxy(instances, UnaryOperator.identity())) {
			assertNothingLost(balancer, reporter);
		}
	}

	@Test
	void threeRoundsOfRestartsBehindNginxLoseNothing(TestReporter reporter) throws Exception {
		try (Balancer balancer = Balancer.nginx(instances)) {
			assertNothingLost(balancer, reporter);
		}
	}

	private static void assertNothingLost(Balancer balancer, TestReporter reporter) throws Exception {
		MixedClients clients = new MixedClients(balancer.address(), CLIENTS);
		try (clients) {
			instances.restartInTurn(ROUNDS);
		}
		reporter.publishEntry(clients.toString());
		assertThat(clients.lost()).isEmpty();
		assertThat(clients.answered()).isGreaterThan(1000);
	}

	/**
	 * The counter-proof: without the line requests are lost, and the clients notice it.
	 */
	@Test
	void restartsBehindHaproxyWithoutRedispatchLoseSome(TestReporter reporter) throws Exception {
		try (Balancer balancer = Balancer.haproxy(instances, without("    option redispatch 1\n"))) {
			MixedClients clients = restartUntilSomethingIsLost(balancer);
			reporter.publishEntry(clients.toString());
			assertThat(clients.lost()).isNotEmpty().allMatch((lost) -> lost.contains("503 instead of"));
		}
	}

	/**
	 * Up to as many rounds as lose nothing otherwise. A stopped server stays away until
	 * all tries of a request are used up. They take three seconds, in which a fast
	 * machine could restart it.
	 */
	private static MixedClients restartUntilSomethingIsLost(Balancer balancer) throws Exception {
		MixedClients clients = new MixedClients(balancer.address(), CLIENTS);
		try (clients) {
			for (int i = 0; i < ROUNDS * instances.ports().size() && clients.lost().isEmpty(); i++) {
				int number = i % instances.ports().size();
				instances.stop(number);
				clients.awaitLoss(TRIES);
				instances.startAgain(number);
			}
		}
		return clients;
	}

	private static UnaryOperator<String> without(String line) {
		return (configuration) -> {
			assertThat(configuration).contains(line);
			return configuration.replace(line, "");
		};
	}

	@Test
	void restartsBehindABalancerOfConnectionsLoseSomeWithoutADelay(TestReporter reporter) throws Exception {
		try (Balancer balancer = Balancer.tcp(instances)) {
			MixedClients clients = restartUntilSomethingIsLost(balancer);
			reporter.publishEntry(clients.toString());
			assertThat(clients.lost()).isNotEmpty().allMatch((lost) -> lost.contains("closed without an answer"));
		}
	}

	@Test
	void restartsBehindABalancerOfConnectionsLoseNothingWithADelay(TestReporter reporter) throws Exception {
		try (Instances delayed = new Instances(3, "--headway.sleep=300ms", "--headway.drain.delay=4s");
				Balancer balancer = Balancer.tcp(delayed)) {
			MixedClients clients = new MixedClients(balancer.address(), CLIENTS);
			try (clients) {
				delayed.restartInTurn(1);
			}
			reporter.publishEntry(clients.toString());
			assertThat(clients.lost()).isEmpty();
			assertThat(clients.answered()).isGreaterThan(500);
		}
	}

	@Test
	void sleepersAtFourFifthsOfTheCapacityAreSpreadSoThatFewWaitLong(TestReporter reporter) throws Exception {
		try (Balancer balancer = Balancer.haproxy(instances, UnaryOperator.identity())) {
			List<Duration> times = sleepers(balancer.address(), 300,
					0.8 * 3 * SLOTS * 1000 / SLEEP.toMillis() / TimeUnit.SECONDS.toNanos(1));
			Duration p99 = times.get(times.size() * 99 / 100);
			reporter.publishEntry("p99 of %d sleeps of %s: %s".formatted(times.size(), SLEEP, p99));
			assertThat(p99).isBetween(SLEEP, SLEEP.multipliedBy(5).dividedBy(2));
		}
	}

	/**
	 * Requests {@code /sleep} at random times, without waiting for earlier answers.
	 * @param rate how many requests a nanosecond, on average
	 * @return how long each took, the shortest first
	 */
	private static List<Duration> sleepers(URI server, int count, double rate) {
		HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
		HttpRequest request = HttpRequest.newBuilder(server.resolve("sleep")).timeout(Duration.ofSeconds(30)).build();
		Random random = new Random(42);
		List<CompletableFuture<Duration>> times = new ArrayList<>();
		double next = System.nanoTime();
		for (int i = 0; i < count; i++) {
			next -= Math.log(1 - random.nextDouble()) / rate;
			while (System.nanoTime() < next) {
				LockSupport.parkNanos((long) next - System.nanoTime());
			}
			long start = System.nanoTime();
			times.add(client.sendAsync(request, BodyHandlers.discarding()).thenApply((response) -> {
				assertThat(response).extracting(HttpResponse::statusCode).isEqualTo(200);
				return Duration.ofNanos(System.nanoTime() - start);
			}));
		}
		return times.stream().map(CompletableFuture::join).sorted().toList();
	}

	@Test
	void requestThatOneInstanceRefusesIsServedByTheOther() throws Exception {
		try (Instances two = new Instances(2, "--headway.sleep=12s", "--headway.pool.size=1",
				"--headway.waiting.capacity=1", "--headway.admission.rules[0].path=/sleep",
				"--headway.admission.rules[0].pace=slow");
				Balancer balancer = Balancer.haproxy(two, UnaryOperator.identity())) {
			PackagedServer full = two.get(0);
			// one runs and one waits, which the balancer doesn't know
			RawConnection.ask(full.address(), "/sleep");
			RawConnection.ask(full.address(), "/sleep");
			await().until(() -> Metrics.of(full).sum("headway_waiting_size") == 1);
			// the balancer may try the full server first, but the other one takes both
			List<CompletableFuture<Answer>> balanced = List.of(RawConnection.ask(balancer.address(), "/sleep"),
					RawConnection.ask(balancer.address(), "/sleep"));
			await().until(() -> Metrics.of(full).sum("headway_rejected_total") > 0);
			assertThat(balanced).extracting(CompletableFuture::join).extracting(Answer::status).containsOnly(200);
			assertThat(Instances.requests(two.get(1))).isGreaterThanOrEqualTo(2);
		}
	}

}
