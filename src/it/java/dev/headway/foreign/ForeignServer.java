package dev.headway.foreign;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import dev.headway.testing.TlsServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A foreign application in a process of its own, on a free port. Its class path is that
 * of the tests, with the library's jar in place of its classes, or without both, and
 * without other unwanted jars.
 */
public final class ForeignServer implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("(?:Tomcat|Jetty|Netty) started on port (\\d+) \\((https?)");

	/** The jar that other applications get. */
	private static final String LIBRARY = System.getProperty("headway.library");

	/** Parts of the names of jars that only the compatibility application has. */
	private static final List<String> EXTRAS = List.of("jdbc", "h2-", "HikariCP", "spring-boot-sql",
			"spring-boot-transaction", "spring-boot-persistence", "validat", "tracing", "brave", "devtools");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String HEADWAY_CLASSES = File.separator + "classes";

	private final Process process;

	private final Path log;

	private final SSLContext trust;

	private final HttpClient client;

	private ForeignServer(Launched launched, SSLContext trust) {
		this.process = launched.process();
		this.log = launched.log();
		this.trust = trust;
		this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
	}

	/**
	 * Starts an application and waits until it serves.
	 * @param application the class with its main method
	 * @param without parts of the names of unwanted jars
	 */
	public static ForeignServer start(Class<?> application, Deployment deployment, List<String> without,
			String... arguments) {
		return new ForeignServer(process(application, deployment, without, arguments), anybody()).awaitStarted();
	}

	/**
	 * Starts an application that serves over TLS, and waits until it does.
	 * @param keyStore has its certificate: see {@link TlsServer#makeKeys}
	 */
	public static ForeignServer startSecure(Path keyStore, Class<?> application, Deployment deployment,
			List<String> without, String... arguments) throws IOException, GeneralSecurityException {
		String[] all = Stream
			.concat(Arrays.stream(arguments), Stream.of("--server.ssl.key-store=" + keyStore,
					"--server.ssl.key-store-password=" + TlsServer.PASSWORD, "--server.ssl.key-store-type=PKCS12"))
			.toArray(String[]::new);
		return new ForeignServer(process(application, deployment, without, all), TlsServer.trusting(keyStore))
			.awaitStarted();
	}

	/**
	 * Parts of the names of jars that other applications than the compatibility one must
	 * not have.
	 */
	public static List<String> withoutExtras(String... more) {
		return Stream.concat(EXTRAS.stream(), Arrays.stream(more)).toList();
	}

	/** Any context, which isn't used without TLS. */
	private static SSLContext anybody() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs an application that ends by itself.
	 * @return what it has logged
	 */
	public static String run(Class<?> application, Deployment deployment, List<String> without, String... arguments)
			throws IOException {
		try (ForeignServer run = new ForeignServer(process(application, deployment, without, arguments), anybody())) {
			await().atMost(PATIENCE).until(() -> !run.process.isAlive());
			return run.log();
		}
	}

	private static Launched process(Class<?> application, Deployment deployment, List<String> without,
			String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-cp", classPath(deployment, without), application.getName()));
		command.add("--spring.config.name=" + configuration(application));
		command.addAll(deployment.arguments());
		command.addAll(List.of(arguments));
		command.add("--server.port=0");
		try {
			Path log = Files.createTempFile("foreign", ".log");
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
			return new Launched(builder.start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The properties file that has the application's name. */
	private static String configuration(Class<?> application) {
		return application.getSimpleName().replace("Application", "").toLowerCase(Locale.ROOT);
	}

	private static String classPath(Deployment deployment, List<String> without) {
		Stream<String> libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith(HEADWAY_CLASSES))
			.filter((entry) -> without.stream().noneMatch(Path.of(entry).getFileName().toString()::contains));
		return Stream.concat(libraries, deployment.hasHeadway() ? Stream.of(LIBRARY) : Stream.empty())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private ForeignServer awaitStarted() {
		await().atMost(PATIENCE).until(() -> !this.process.isAlive() || isReady());
		assertThat(this.process.isAlive()).as(this::log).isTrue();
		return this;
	}

	/** Whether the server is ready, after its warm-up. */
	private boolean isReady() throws IOException, InterruptedException {
		if (!port().find()) {
			return false;
		}
		int status = get("actuator/health/readiness").statusCode();
		// without Actuator there is none
		return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_NOT_FOUND;
	}

	private Matcher port() {
		return STARTED.matcher(log());
	}

	/** The application's address, with {@code /} at the end. */
	public URI address() {
		Matcher port = port();
		assertThat(port.find()).isTrue();
		return URI.create(port.group(2) + "://127.0.0.1:" + port.group(1) + "/");
	}

	/** Trusts the application, if it serves over TLS. */
	public SSLContext trust() {
		return this.trust;
	}

	/** Asks for a page. */
	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(address().resolve(path)).timeout(PATIENCE).build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	/** The id of the application's process. */
	public long pid() {
		return this.process.pid();
	}

	/** Sends the application a signal to end. */
	public void terminate() {
		this.process.destroy();
	}

	/** Waits for the application's end. */
	public int exitCode(Duration timeout) throws InterruptedException {
		assertThat(this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)).as(this::log).isTrue();
		return this.process.exitValue();
	}

	/** The address of its second server: Actuator's, if that has a port of its own. */
	public URI secondAddress() {
		Matcher port = await().atMost(PATIENCE).until(this::port, (found) -> found.find() && found.find());
		return URI.create("http://127.0.0.1:" + port.group(1) + "/");
	}

	/** What the application has logged so far. */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		Files.delete(this.log);
	}

	private record Launched(Process process, Path log) {
	}

}
