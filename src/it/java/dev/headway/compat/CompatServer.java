package dev.headway.compat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import com.example.compat.CompatApplication;
import dev.headway.foreign.Deployment;
import dev.headway.foreign.ForeignServer;
import dev.headway.testing.LogFile;
import dev.headway.testing.Metrics;
import dev.headway.testing.TlsServer;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * The compatibility application in one deployment, in which all handlers count as slow.
 */
final class CompatServer implements AutoCloseable {

	private static final List<String> WITHOUT = List.of("jetty", "webflux", "reactor", "devtools");

	private static final Duration MOMENT = Duration.ofSeconds(3);

	private static final Predicate<String> COUNTED = (line) -> !line.contains("/actuator") && !line.contains("/hold");

	private final ForeignServer server;

	private final URI address;

	private final URI actuator;

	private final Path accessLog;

	private CompatServer(ForeignServer server, Path accessLog) {
		boolean secure = server.address().getScheme().equals("https");
		this.server = server;
		this.address = URI.create(server.address().toString().replaceFirst("/$", secure ? "/shop" : ""));
		this.actuator = (secure ? server.secondAddress() : server.address()).resolve("actuator/");
		this.accessLog = accessLog;
	}

	/** Starts it without TLS, at the root. */
	static CompatServer start(Deployment deployment, Path directory, String... arguments) throws IOException {
		Path accessLog = Files.createTempDirectory(directory, deployment.name());
		return new CompatServer(
				ForeignServer.start(CompatApplication.class, deployment, WITHOUT, arguments(accessLog, arguments)),
				accessLog);
	}

	/**
	 * Starts it with TLS and a context path, and Actuator on a port of its own without
	 * either.
	 */
	static CompatServer startSecure(Deployment deployment, Path directory) throws Exception {
		Path accessLog = Files.createTempDirectory(directory, deployment.name());
		Path keyStore = accessLog.resolve("keys.p12");
		TlsServer.makeKeys(keyStore);
		return new CompatServer(ForeignServer.startSecure(keyStore, CompatApplication.class, deployment, WITHOUT,
				arguments(accessLog, "--server.servlet.context-path=/shop",
						"--server.forward-headers-strategy=framework", "--management.server.port=0",
						"--management.server.ssl.enabled=false")),
				accessLog);
	}

	private static String[] arguments(Path accessLog, String... more) {
		return Stream
			.concat(Stream.of("--server.tomcat.basedir=" + accessLog, "--headway.admission.quick-under=1ms",
					"--headway.admission.rules[0].path=/**", "--headway.admission.rules[0].pace=slow"), Stream.of(more))
			.toArray(String[]::new);
	}

	/** The application's address, without {@code /} at the end. */
	URI address() {
		return this.address;
	}

	/** Actuator's address, with {@code /} at the end. */
	URI actuator() {
		return this.actuator;
	}

	SSLContext trust() {
		return this.server.trust();
	}

	Slots slots() {
		return new Slots(this);
	}

	/** Runs a visit while slots are free. */
	Transcript visit(Case visited, Protocol protocol) throws Exception {
		try (Client client = protocol.connect(this)) {
			return play(visited, client::send);
		}
	}

	/** Runs a visit in which each request has to wait for a slot. */
	Transcript visitSuspended(Case visited, Protocol protocol) throws Exception {
		try (Client client = protocol.connect(this); Slots slots = slots()) {
			return play(visited, (request) -> slots.sendSuspended(client, request)).suspended(slots.suspended());
		}
	}

	/** Whether no slot has been lost. */
	boolean hasAllSlots() throws IOException {
		try (Slots slots = slots()) {
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
			// the transcript shows where it ended
		}
		// some are counted after their answer has been sent
		try {
			await().atMost(MOMENT).until(() -> counts().since(before).areOf(visit.requests()));
		}
		catch (ConditionTimeoutException ex) {
			// the transcript will show that
		}
		return new Transcript(visit.toString(), counts().since(before).toString(), visit.requests(), 0);
	}

	private Counts counts() throws IOException, InterruptedException {
		Metrics runs = Metrics.of(actuator().resolve("runs"));
		Stream<String> timers = Metrics.of(actuator().resolve("prometheus"))
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
			return LogFile.lines(log).stream();
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
