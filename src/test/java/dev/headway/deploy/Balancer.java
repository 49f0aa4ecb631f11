package dev.headway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.headway.testing.Answer;
import dev.headway.testing.RawConnection;
import dev.headway.testing.Tool;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real load balancer with the configuration of {@code src/deploy}, except for
 * addresses, ports and the changes of a test.
 */
final class Balancer implements AutoCloseable {

	private static final Path DEPLOY = Path.of("src/deploy");

	private static final String FIRST_ADDRESS = "10.0.0.11:7878";

	/** The configuration around a file of nginx's conf.d. */
	private static final String NGINX = """
			daemon off;
			worker_processes 2;
			pid nginx.pid;
			error_log stderr warn;
			events {
			    worker_connections 1024;
			}
			http {
			    access_log off;
			    client_body_temp_path body;
			    proxy_temp_path proxy;
			    fastcgi_temp_path fastcgi;
			    uwsgi_temp_path uwsgi;
			    scgi_temp_path scgi;
			%s
			}
			""";

	/** Forwards bytes and repeats nothing, as many balancers do. */
	private static final String TCP = """
			defaults
			    mode tcp
			    timeout connect 2s
			    timeout client 60s
			    timeout server 60s
			    retries 0
			frontend clients
			    bind :80
			    default_backend headway
			backend headway
			    balance roundrobin
			    option httpchk GET /actuator/health/readiness
			    http-check expect status 200
			    default-server check inter 1s fall 1 rise 2
			    server headway-1 10.0.0.11:7878
			    server headway-2 10.0.0.12:7878
			    server headway-3 10.0.0.13:7878
			""";

	private final Path directory;

	private final Process process;

	private final URI address;

	private Balancer(Path directory, Process process, URI address) {
		this.directory = directory;
		this.process = process;
		this.address = address;
	}

	static Balancer haproxy(Instances instances, UnaryOperator<String> change) throws IOException {
		return haproxy(instances, change.apply(Files.readString(DEPLOY.resolve("haproxy/haproxy.cfg"))));
	}

	/**
	 * A balancer of connections, not of requests, that checks each server's readiness
	 * once a second.
	 */
	static Balancer tcp(Instances instances) throws IOException {
		return haproxy(instances, TCP);
	}

	private static Balancer haproxy(Instances instances, String original) throws IOException {
		Path haproxy = Tool.require("haproxy");
		int port = Instances.freePorts(1).get(0);
		String configuration = addressed(original, instances, "bind :80", "bind 127.0.0.1:" + port);
		return start(configuration, port, haproxy.toString(), "-db", "-f", "configuration");
	}

	static Balancer nginx(Instances instances) throws IOException {
		Path nginx = Tool.require("nginx");
		int port = Instances.freePorts(1).get(0);
		String original = Files.readString(DEPLOY.resolve("nginx/headway.conf"));
		String configuration = NGINX
			.formatted(addressed(original, instances, "listen 80;", "listen 127.0.0.1:" + port + ";"));
		return start(configuration, port, nginx.toString(), "-e", "stderr", "-p", ".", "-c", "configuration");
	}

	private static String addressed(String original, Instances instances, String listen, String listenHere) {
		assertThat(original).contains(listen, FIRST_ADDRESS);
		String addressed = original.replace(listen, listenHere);
		for (int i = 0; i < instances.ports().size(); i++) {
			addressed = addressed.replace("10.0.0.1%d:7878".formatted(i + 1), "127.0.0.1:" + instances.ports().get(i));
		}
		// servers without an instance in this test
		return addressed.lines()
			.filter((line) -> !line.contains(" 10.0.0."))
			.reduce("", (text, line) -> text + line + "\n");
	}

	private static Balancer start(String configuration, int port, String... command) throws IOException {
		Path directory = Files.createTempDirectory("balancer");
		Files.writeString(directory.resolve("configuration"), configuration);
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		Balancer balancer = new Balancer(directory, process, URI.create("http://127.0.0.1:" + port + "/"));
		try {
			await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || balancer.serves());
			assertThat(process.isAlive()).as(balancer::log).isTrue();
			return balancer;
		}
		catch (Throwable ex) {
			balancer.close();
			throw ex;
		}
	}

	private boolean serves() {
		try (RawConnection connection = RawConnection.open(this.address)) {
			connection.send("/");
			return connection.read().map(Answer::status).filter((status) -> status == 200).isPresent();
		}
		catch (IOException ex) {
			return false;
		}
	}

	URI address() {
		return this.address;
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		List<ProcessHandle> workers = this.process.descendants().toList();
		this.process.destroy();
		this.process.onExit().completeOnTimeout(this.process, 5, TimeUnit.SECONDS).join();
		workers.forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
