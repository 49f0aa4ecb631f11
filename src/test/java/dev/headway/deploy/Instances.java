package dev.headway.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Some packaged servers, each on a port that it keeps after a restart. */
final class Instances implements AutoCloseable {

	/** Options for a fast start on a busy machine. */
	private static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

	private static final Duration END = Duration.ofSeconds(40);

	private final String[] arguments;

	private final List<Integer> ports;

	private final List<PackagedServer> servers = new ArrayList<>();

	Instances(int count, String... arguments) throws IOException {
		this.arguments = arguments;
		this.ports = freePorts(count);
		this.ports.forEach((port) -> this.servers.add(start(port)));
	}

	/** Ports that are free at the moment, all different. */
	static List<Integer> freePorts(int count) throws IOException {
		List<Integer> ports = new ArrayList<>();
		ServerSocket[] sockets = new ServerSocket[count];
		for (int i = 0; i < count; i++) {
			sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			ports.add(sockets[i].getLocalPort());
		}
		for (ServerSocket socket : sockets) {
			socket.close();
		}
		return ports;
	}

	private PackagedServer start(int port) {
		return PackagedServer.startOn(port, JVM_OPTIONS, this.arguments);
	}

	List<Integer> ports() {
		return this.ports;
	}

	PackagedServer get(int number) {
		return this.servers.get(number);
	}

	/**
	 * Restarts the servers one after the other, as a rollout does: the next one when the
	 * last one gets requests again.
	 */
	void restartInTurn(int rounds) throws Exception {
		for (int i = 0; i < rounds * this.servers.size(); i++) {
			restart(i % this.servers.size());
		}
	}

	private void restart(int number) throws Exception {
		stop(number);
		startAgain(number);
	}

	void stop(int number) throws Exception {
		PackagedServer old = this.servers.get(number);
		old.terminate();
		assertThat(old.exitCode(END)).isEqualTo(143);
		old.close();
	}

	/** Starts one that was stopped, and waits until it gets requests. */
	void startAgain(int number) {
		PackagedServer started = start(this.ports.get(number));
		this.servers.set(number, started);
		await().atMost(Duration.ofSeconds(30)).until(() -> requests(started) > 0);
	}

	static double requests(PackagedServer server) throws Exception {
		return Metrics.of(server).sum("headway_worker_requests_total");
	}

	@Override
	public void close() throws IOException {
		for (PackagedServer server : this.servers) {
			server.close();
		}
	}

	@Override
	public String toString() {
		return Arrays.toString(this.ports.toArray());
	}

}
