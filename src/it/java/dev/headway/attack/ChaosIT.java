package dev.headway.attack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.example.attack.AttackApplication;
import dev.headway.foreign.Deployment;
import dev.headway.foreign.ForeignServer;
import dev.headway.testing.TlsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * All kinds of clients at once and at random, on a server without TLS and on one with it.
 * Afterwards nothing is left, each request has been counted once, and the heap is as
 * large as before. {@code chaos.seed} repeats a run's clients, {@code chaos.seconds}
 * makes it shorter.
 */
@Timeout(600)
class ChaosIT {

	private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60));

	private static final Log logger = LogFactory.getLog(ChaosIT.class);

	private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

	private static final Duration BETWEEN_ATTACKS = Duration.ofSeconds(5);

	private static final int ROUNDS = 10;

	private static final int WARM_UP_ROUNDS = 2;

	/** The difference between two collections without a leak. */
	private static final long NOISE_BYTES = 2 * 1024 * 1024;

	private static final Duration END = Duration.ofSeconds(40);

	private final List<ForeignServer> servers = new ArrayList<>();

	private final List<Attackers> attackers = new ArrayList<>();

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws Exception {
		logger.info("-Dchaos.seed=" + SEED);
		// so small and so short that some requests are refused
		String[] room = { "--headway.waiting.capacity=20", "--headway.waiting.timeout=3s" };
		Path keyStore = this.directory.resolve("keys.p12");
		TlsServer.makeKeys(keyStore);
		this.servers.add(ForeignServer.start(AttackApplication.class, Deployment.HEADWAY, Target.WITHOUT, room));
		this.servers.add(
				ForeignServer.startSecure(keyStore, AttackApplication.class, Deployment.HEADWAY, Target.WITHOUT, room));
		this.servers.forEach((server) -> this.attackers.add(new Attackers(ServerAddress.of(server))));
	}

	@AfterEach
	void stop() throws Exception {
		this.attackers.forEach(Attackers::close);
		for (ForeignServer server : this.servers) {
			server.close();
		}
	}

	/** Proves that {@link Rest} sees what it checks. */
	@Test
	void whoIsServedOrSendsIsSeen() throws Exception {
		ForeignServer server = this.servers.get(0);
		Attackers clients = this.attackers.get(0);
		clients.askIn(Duration.ZERO, "/slow?ms=3000");
		clients.in(Duration.ZERO, () -> SlowClients.drip(clients, false, 60, Duration.ofMillis(50)));
		await().atMost(Rest.SOON).untilAsserted(() -> {
			Heap heap = Heap.of(server);
			assertThat(Rest.OBJECTS).allSatisfy((object) -> assertThat(heap.instances(object)).isPositive());
		});
		clients.await();
		Rest.awaitAt(server);
	}

	@Test
	void eachRequestIsCountedOnce() throws Exception {
		List<Counts> before = counts();
		Chaos chaos = new Chaos(SEED, this.attackers);
		rage(chaos, Visit.STAYING, TIME.dividedBy(2));
		chaos.await();
		for (int number = 0; number < this.servers.size(); number++) {
			ForeignServer server = this.servers.get(number);
			Counts earlier = before.get(number);
			Tally tally = this.attackers.get(number).tally();
			report(number, tally);
			assertThat(tally.losses()).isEmpty();
			int answers = tally.answers() + tally.refusals();
			assertThat(answers).isEqualTo(tally.requests() - tally.passedOvers());
			await().atMost(Rest.SOON).untilAsserted(() -> {
				Counts counts = Counts.of(server).since(earlier);
				assertThat(counts).isEqualTo(Counts.expected(answers, tally.actuatorAnswers(), tally.refusals()));
			});
			Rest.awaitAt(server);
		}
		assertQuietLogs();
	}

	@Test
	void nothingIsLeftOfThoseWhoLeave() throws Exception {
		List<Counts> before = counts();
		Chaos chaos = new Chaos(SEED, this.attackers);
		rage(chaos, EnumSet.allOf(Visit.class), TIME);
		chaos.await();
		for (int number = 0; number < this.servers.size(); number++) {
			ForeignServer server = this.servers.get(number);
			Tally tally = this.attackers.get(number).tally();
			report(number, tally);
			assertThat(tally.losses()).isEmpty();
			Rest.awaitAt(server);
			Counts counts = Counts.of(server).since(before.get(number));
			logger.info(counts.toString());
			assertThat(counts.requests()).isBetween((long) tally.answers() + tally.refusals(), (long) tally.requests());
			assertThat(counts).isEqualTo(Counts.expected(counts.requests(), tally.actuatorAnswers(), counts.refused()));
			assertThat(counts.refused()).isGreaterThanOrEqualTo(tally.refusals());
		}
		assertQuietLogs();
	}

	@Test
	void signalInTheMidstLeavesNobodyWithoutAnAnswer() throws Exception {
		List<Regulars> regulars = this.attackers.stream().map(Regulars::new).toList();
		regulars.forEach(Regulars::begin);
		List<Attackers> leavers = this.servers.stream()
			.map((server) -> new Attackers(ServerAddress.of(server)))
			.toList();
		this.attackers.addAll(leavers);
		Chaos chaos = new Chaos(SEED, leavers);
		chaos.send(Visit.LEAVING, Duration.ofMillis(2000 + new Random(SEED).nextInt(1000)));
		this.servers.forEach(ForeignServer::terminate);
		chaos.send(Visit.LEAVING, Duration.ofSeconds(1));
		for (int number = 0; number < this.servers.size(); number++) {
			assertThat(this.servers.get(number).exitCode(END)).isEqualTo(143);
			this.attackers.get(number).await();
			Tally tally = this.attackers.get(number).tally();
			report(number, tally);
			assertThat(tally.losses()).isEmpty();
			assertThat(tally.answers() + tally.refusals()).isGreaterThan(100);
			assertThat(regulars.get(number).turnedAway()).isEqualTo(Regulars.CLIENTS);
			assertThat(this.servers.get(number).log()).doesNotContain("Out of time", "without an answer", "Gave up on");
		}
		assertQuietLogs();
	}

	@Test
	void heapDoesNotGrow() throws Exception {
		Chaos chaos = new Chaos(SEED, this.attackers);
		List<List<Long>> heaps = List.of(new ArrayList<>(), new ArrayList<>());
		for (int round = 0; round < ROUNDS; round++) {
			chaos.send(EnumSet.allOf(Visit.class), TIME.dividedBy(ROUNDS));
			chaos.await();
			for (int number = 0; number < this.servers.size(); number++) {
				Rest.awaitAt(this.servers.get(number));
				heaps.get(number).add(Heap.of(this.servers.get(number)).bytes());
			}
		}
		for (List<Long> heap : heaps) {
			logger.info("heap in KB after each round: " + heap.stream().map((bytes) -> bytes / 1024).toList());
			long early = median(heap.subList(WARM_UP_ROUNDS, WARM_UP_ROUNDS + 3));
			long late = median(heap.subList(ROUNDS - 3, ROUNDS));
			assertThat(late).isLessThan(early + NOISE_BYTES);
		}
	}

	private void rage(Chaos chaos, Set<Visit> visits, Duration time) throws InterruptedException {
		for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(BETWEEN_ATTACKS)) {
			chaos.attack(visits.containsAll(Visit.LEAVING));
			chaos.send(visits, BETWEEN_ATTACKS);
		}
	}

	private List<Counts> counts() throws Exception {
		List<Counts> counts = new ArrayList<>();
		for (ForeignServer server : this.servers) {
			counts.add(Counts.of(server));
		}
		return counts;
	}

	private void assertQuietLogs() {
		for (ForeignServer server : this.servers) {
			assertThat(server.log().lines().filter((line) -> line.startsWith("\tat ") || line.contains(" ERROR ")))
				.isEmpty();
		}
	}

	private void report(int number, Tally tally) {
		logger.info("%s: %d sent, %d answered, %d refused, %d passed over, %d lost, %d messages".formatted(
				this.servers.get(number).address(), tally.requests(), tally.answers(), tally.refusals(),
				tally.passedOvers(), tally.losses().size(), tally.messages()));
	}

	private static long median(List<Long> three) {
		return three.stream().sorted().toList().get(1);
	}

}
