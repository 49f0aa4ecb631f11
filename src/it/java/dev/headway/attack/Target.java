package dev.headway.attack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.example.attack.AttackApplication;
import dev.headway.foreign.Deployment;
import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Metrics;
import dev.headway.testing.Prober;
import dev.headway.testing.QuickClient;

import static org.awaitility.Awaitility.await;

/** The attack application in one deployment: warm, and at rest between two attacks. */
final class Target implements AutoCloseable {

	/** Jars on the tests' class path that this application must not have. */
	static final List<String> WITHOUT = ForeignServer.withoutExtras("jetty", "webflux", "reactor", "spring-security",
			"spring-boot-security", "spring-boot-starter-security");

	private static final int WARM_UP = 400;

	private static final int LESSONS = 30;

	private static final Duration REST = Duration.ofSeconds(60);

	/** The paths of handlers that are quick until they stall. */
	private static final List<String> STALLING = IntStream.rangeClosed(1, 6)
		.mapToObj((handler) -> "stall/" + handler)
		.toList();

	private static final List<String> OTHERS = List.of("filtered", "report/1", "download");

	private final ForeignServer server;

	private final Deployment deployment;

	Target(Deployment deployment) throws IOException {
		this.deployment = deployment;
		this.server = ForeignServer.start(AttackApplication.class, deployment, WITHOUT);
		for (Probe probe : Probe.values()) {
			ask(probe.client(address()), WARM_UP);
		}
		teach(OTHERS);
	}

	private URI address() {
		return this.server.address();
	}

	/**
	 * Runs an attack, and returns the times of the innocent clients until the last
	 * attacker is done.
	 */
	Outcome suffer(Attack attack) throws Exception {
		teach(STALLING);
		List<Prober> probers = new ArrayList<>();
		try (Attackers attackers = new Attackers(ServerAddress.of(this.server)); Hiccups hiccups = new Hiccups()) {
			for (Probe probe : attack.probes()) {
				probers.add(probe.start(address()));
			}
			attack.begin(attackers);
			attackers.await();
			List<Prober.Figures> figures = new ArrayList<>();
			for (Prober prober : probers) {
				figures.add(prober.stop());
			}
			awaitRest();
			return new Outcome(figures, attackers.tally(), hiccups.worst());
		}
		finally {
			for (Prober prober : probers) {
				prober.close();
			}
		}
	}

	private void teach(List<String> paths) throws IOException {
		for (String path : paths) {
			ask(new QuickClient(address().resolve(path), Attackers.PATIENCE), LESSONS);
		}
	}

	private static void ask(QuickClient client, int times) throws IOException {
		try (client) {
			for (int i = 0; i < times; i++) {
				client.get();
			}
		}
	}

	/** Waits until no request runs, waits or is queued, except for the one that asks. */
	private void awaitRest() {
		if (this.deployment.hasHeadway()) {
			Rest.awaitAt(this.server);
			return;
		}
		await().atMost(REST)
			.ignoreExceptions()
			.until(() -> Metrics.of(address().resolve("actuator/prometheus")).sum("tomcat_threads_busy_threads") <= 1);
	}

	String log() {
		return this.server.log();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
