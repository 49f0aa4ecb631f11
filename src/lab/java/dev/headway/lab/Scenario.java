package dev.headway.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import dev.headway.lab.Fleet.Member;
import dev.headway.lab.ModelResult.CrowdResult;
import dev.headway.lab.ModelResult.SleeperResult;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of all models, each in a JVM of its own. A model that is still busy
 * with sleepers gets a fresh JVM before the crowd comes.
 */
final class Scenario {

	/** The number of sleepers in progress while throughput beside them is measured. */
	static final int SLEEPERS_BESIDE = 64;

	private final Settings settings;

	private final Consumer<String> progress;

	private final Map<String, ModelResult> results = new LinkedHashMap<>();

	private final Map<String, String> refusals = new LinkedHashMap<>();

	Scenario(Settings settings, Consumer<String> progress) {
		this.settings = settings;
		this.progress = progress;
	}

	List<ModelResult> run() throws Exception {
		try (Fleet fleet = new Fleet(this.settings)) {
			start(fleet, this.settings.models());
			fleet.members().forEach((member) -> this.results.put(member.model(), new ModelResult(member.model())));
			warmUp(fleet.members());
			measureThroughput(fleet);
			measureLatency(fleet);
			measureThroughputBesideSleepers(fleet);
			List<String> stuck = fleet.members().stream().map(Member::model).filter(this::isBehind).toList();
			start(fleet, stuck);
			warmUp(fleet.members().stream().filter((member) -> stuck.contains(member.model())).toList());
			sendCrowds(fleet);
			this.refusals.putAll(fleet.refusals());
		}
		return List.copyOf(this.results.values());
	}

	Map<String, String> refusals() {
		return this.refusals;
	}

	private void start(Fleet fleet, List<String> models) throws IOException, InterruptedException {
		this.progress.accept("starting " + String.join(", ", models));
		fleet.start(models);
		fleet.refusals().forEach((model, reason) -> this.progress.accept(model + " is left out: " + reason));
	}

	/** Whether the model has more sleepers left than it can answer at once. */
	private boolean isBehind(String model) {
		return result(model).getBySleepers()
			.values()
			.stream()
			.anyMatch((measured) -> measured.unanswered() > 0 || (measured.sleepersDone() != null
					&& measured.sleepersDone().median() > 2 * this.settings.sleep().toMillis() / 1e3));
	}

	/**
	 * All models at once: this measures waiting, and some hundred requests a second cause
	 * no wait for a processor.
	 */
	private void measureLatency(Fleet fleet) throws Exception {
		for (int sleepers : this.settings.sleepers()) {
			this.progress.accept("latency beside " + sleepers + " sleepers");
			together(fleet, (member) -> result(member.model()).add(sleepers, latency(member, sleepers)));
		}
	}

	private SleeperResult latency(Member member, int count) throws Exception {
		try (Client quick = new Client(member.address(), 512);
				Client slow = new Client(member.address(), Math.max(1, count));
				PeakWatch watch = new PeakWatch(member.server())) {
			Prober prober = new Prober(quick, this.settings.rate());
			List<Double> done = new ArrayList<>();
			int unanswered = 0;
			long end = System.nanoTime() + this.settings.minProbing().toNanos();
			if (count == 0) {
				prober.probeUntil(() -> System.nanoTime() >= end);
			}
			while (count > 0 && unanswered == 0 && (done.isEmpty() || System.nanoTime() < end)) {
				Sleepers sleepers = Sleepers.send(slow, count);
				long limit = System.nanoTime() + this.settings.maxWait().toNanos();
				prober.probeUntil(() -> sleepers.areDone() || System.nanoTime() >= limit);
				unanswered = sleepers.outcome().unanswered();
				done.add(sleepers.time().toNanos() / 1e9);
			}
			@Nullable Median time = (done.isEmpty() || unanswered > 0) ? null : Median.of(done);
			return new SleeperResult(prober.latency(), time, unanswered, watch.peak());
		}
	}

	/** One model after the other, round by round. */
	private void measureThroughput(Fleet fleet) throws Exception {
		for (int round = 1; round <= this.settings.rounds(); round++) {
			this.progress.accept("throughput, round " + round);
			for (Member member : fleet.members()) {
				result(member.model()).addAlone(flood(member, this.settings.round()));
			}
		}
	}

	private void measureThroughputBesideSleepers(Fleet fleet) throws Exception {
		List<Client> sleeping = new ArrayList<>();
		for (Member member : fleet.members()) {
			Client client = new Client(member.address(), SLEEPERS_BESIDE);
			sleeping.add(client);
			for (int i = 0; i < SLEEPERS_BESIDE; i++) {
				sleepOn(client);
			}
		}
		for (int round = 1; round <= this.settings.rounds(); round++) {
			this.progress.accept("throughput beside " + SLEEPERS_BESIDE + " sleepers, round " + round);
			for (Member member : fleet.members()) {
				result(member.model()).addBesideSleepers(flood(member, this.settings.round()));
			}
		}
		sleeping.forEach(Client::close);
	}

	/** Sends the next sleeper as soon as one is answered. */
	private void sleepOn(Client client) {
		client.get("/sleep", (status) -> sleepOn(client), () -> {
		});
	}

	private void sendCrowds(Fleet fleet) throws Exception {
		for (Member member : fleet.members()) {
			this.progress.accept(this.settings.crowd() + " sleepers at once: " + member.model());
			try (Client client = new Client(member.address(), this.settings.crowd());
					PeakWatch watch = new PeakWatch(member.server())) {
				Sleepers sleepers = Sleepers.send(client, this.settings.crowd());
				sleepers.await(this.settings.crowdWait());
				result(member.model())
					.setCrowd(new CrowdResult(sleepers.outcome(), sleepers.time().toNanos() / 1e9, watch.peak()));
			}
			member.server().close();
		}
	}

	/** Warms the JVMs up, since a cold one is slower. */
	private void warmUp(List<Member> members) throws Exception {
		this.progress.accept("warm-up");
		for (Member member : members) {
			flood(member, this.settings.warmUp());
		}
	}

	private double flood(Member member, Duration time) throws InterruptedException {
		try (Client client = new Client(member.address(), this.settings.connections())) {
			return Flood.run(client, this.settings.connections(), time);
		}
	}

	private ModelResult result(String model) {
		return Objects.requireNonNull(this.results.get(model));
	}

	private static void together(Fleet fleet, Step step) throws InterruptedException, ExecutionException {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			List<Future<?>> steps = new ArrayList<>();
			for (Member member : fleet.members()) {
				steps.add(threads.submit(() -> {
					step.run(member);
					return null;
				}));
			}
			for (Future<?> running : steps) {
				running.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** A step of the scenario for one server. */
	private interface Step {

		void run(Member member) throws Exception;

	}

}
