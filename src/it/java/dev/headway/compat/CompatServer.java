package dev.headway.compat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.example.compat.CompatApplication;
import dev.headway.foreign.Deployment;
import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Metrics;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/** The compatibility application in one deployment, with everything taken for slow. */
final class CompatServer implements AutoCloseable {

	private static final Duration MOMENT = Duration.ofSeconds(3);

	private static final Predicate<String> COUNTED = (line) -> !line.contains("/actuator") && !line.contains("/hold");

	private final ForeignServer server;

	private final Path accessLog;

	CompatServer(Deployment deployment, Path directory) throws IOException {
		this.accessLog = Files.createTempDirectory(directory, deployment.name());
		this.server = ForeignServer.start(CompatApplication.class, deployment,
				List.of("websocket", "jetty", "webflux", "reactor"), "--server.tomcat.basedir=" + this.accessLog,
				"--headway.express.quick-under=1ms", "--headway.admission.quick-under=1ms",
				"--headway.admission.rules[0].path=/**", "--headway.admission.rules[0].pace=slow");
	}

	URI address() {
		return this.server.address();
	}

	/** Has somebody visit while there are slots for all. */
	Transcript visit(Case visited, Protocol protocol) throws Exception {
		try (Client client = protocol.connect(address())) {
			return play(visited, client::send);
		}
	}

	/** Has somebody visit who waits for a slot with each request. */
	Transcript visitSuspended(Case visited, Protocol protocol) throws Exception {
		try (Client client = protocol.connect(address()); Slots slots = new Slots(address())) {
			return play(visited, (request) -> slots.sendSuspended(client, request)).suspended(slots.suspended());
		}
	}

	/** Whether none has been lost. */
	boolean hasAllSlots() throws IOException {
		try (Slots slots = new Slots(address())) {
			return slots.areComplete();
		}
	}

	private Transcript play(Case visited, Visit.Sender sender) throws Exception {
		Counts before = counts();
		Visit visit = new Visit(sender);
		try {
			visited.run(visit);
		}
		catch (Visit.NoAnswerException | IllegalStateException ex) {
			// the transcript says where it ended
		}
		// some are counted after their answer has been sent
		try {
			await().atMost(MOMENT).until(() -> counts().since(before).areOf(visit.requests()));
		}
		catch (ConditionTimeoutException ex) {
			// that is what the transcript will say
		}
		return new Transcript(visit.toString(), counts().since(before).toString(), visit.requests(), 0);
	}

	private Counts counts() throws IOException, InterruptedException {
		Metrics runs = Metrics.of(address().resolve("/actuator/runs"));
		Stream<String> timers = Metrics.of(address().resolve("/actuator/prometheus"))
			.text()
			.lines()
			.filter((line) -> line.startsWith("http_server_requests_seconds_count"));
		return new Counts(logLines().filter(COUNTED).toList(), timers.filter(COUNTED).toList(),
				Stream.of(runs.text().split("[{},]")).filter(COUNTED).toList());
	}

	private Stream<String> logLines() throws IOException {
		try (Stream<Path> files = Files.walk(this.accessLog)) {
			Path log = files.filter((file) -> file.getFileName().toString().startsWith("access_log"))
				.findFirst()
				.orElseThrow();
			return Files.readAllLines(log).stream();
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
