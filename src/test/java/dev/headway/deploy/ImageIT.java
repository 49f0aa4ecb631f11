package dev.headway.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.headway.testing.Answer;
import dev.headway.testing.Outcome;
import dev.headway.testing.RawConnection;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Builds {@code src/deploy/Dockerfile} and runs the image. Its base images can't be
 * downloaded without a network, so others replace them: a small Debian that
 * {@code .ci/run} has made, and the same with the JDK 25 of this machine. Needs root.
 */
@Timeout(300)
class ImageIT {

	private static final Pattern SERVING = Pattern.compile("Serving (http://\\S+) ");

	private static final String DEBIAN = "debian:bookworm-slim";

	private static final String JDK = "eclipse-temurin:25-jdk";

	private static final String IMAGE = "localhost/headway";

	/** The restrictions that the Dockerfile's comment and the Deployment have. */
	private static final List<String> LOCKED = List.of("--read-only", "--tmpfs", "/tmp:size=16m", "--cap-drop=ALL",
			"--security-opt=no-new-privileges", "--memory=512m", "--network=host", "--env=SERVER_PORT=0",
			"--env=SERVER_ADDRESS=127.0.0.1");

	/** Starts only if the archive was made from these jars and this runtime. */
	private static final String JAVA_WITH_ARCHIVE = "exec /opt/runtime/bin/java -XX:AOTMode=on "
			+ "-XX:AOTCache=$(echo /opt/headway/cache/*.aot) -XX:+UseSerialGC -XX:MaxRAMPercentage=60 "
			+ "-jar /opt/headway/headway.jar";

	private static Containers containers;

	@BeforeAll
	static void build() throws Exception {
		Path debian = Tool.requireArchive("debian.tar");
		Path jdk = Tool.requireJdk(25);
		containers = new Containers(Path.of("target/containers"));
		Path copy = containers.directory().resolve("jdk");
		// without links: Debian's JDKs have one that leads out of them
		Outcome copied = Outcome.of(new ProcessBuilder("cp", "-rLp", jdk.toString(), copy.toString()));
		assertThat(copied.exitCode()).as(copied.output()).isZero();

		String container = containers.buildah("from", "scratch");
		containers.buildah("add", "--quiet", container, debian.toString(), "/");
		containers.buildah("commit", "--quiet", container, DEBIAN);
		containers.buildah("copy", "--quiet", container, copy.toString(), "/opt/java/openjdk");
		containers.buildah("config", "--env", "JAVA_HOME=/opt/java/openjdk", "--env",
				"PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", container);
		containers.buildah("commit", "--quiet", container, JDK);
		containers.buildah("rm", container);

		Path server = Path.of(System.getProperty("headway.jar")).resolveSibling("headway");
		String said = containers.buildah("bud", "--isolation", "chroot", "--pull-never", "--file",
				"src/deploy/Dockerfile", "--tag", IMAGE, server.toString());
		// the training has requested all pages
		assertThat(said).contains("headway: /opt/headway/cache/").doesNotContain("the archive lacks");
	}

	@AfterAll
	static void remove() throws Exception {
		if (containers != null) {
			containers.close();
		}
	}

	@Test
	void layersAreSmall(TestReporter reporter) throws Exception {
		long megabytes = (size(IMAGE) - size(DEBIAN)) / 1_000_000;
		reporter.publishEntry("layers of our own: " + megabytes + " MB");
		assertThat(megabytes).isBetween(100L, 160L);
	}

	private static long size(String image) throws Exception {
		return Long.parseLong(containers.podman("image", "inspect", "--format", "{{.Size}}", image));
	}

	@Test
	void timesAreTheSameInEachBuild() throws Exception {
		String times = containers.podman("run", "--rm", "--entrypoint", "find", IMAGE, "/opt", "-type", "f", "-printf",
				"%T@\n");
		assertThat(times.lines().distinct()).containsExactly("946684800.0000000000");
	}

	@Test
	void firstProcessIsJavaAndMayDoNothingBeyondServing() throws Exception {
		String name = run(LOCKED);
		assertThat(RawConnection.ask(awaitServing(name), "/")).succeedsWithin(Duration.ofSeconds(20))
			.extracting(Answer::status)
			.isEqualTo(200);
		assertThat(containers.podman("exec", name, "cat", "/proc/1/cmdline").split("\0"))
			.startsWith("/opt/runtime/bin/java")
			.anyMatch((argument) -> argument.startsWith("-XX:AOTCache=/opt/headway/cache/"));
		assertThat(containers.podman("exec", name, "cat", "/proc/1/status")).contains(
				"Uid:\t10001\t10001\t10001\t10001", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000",
				"NoNewPrivs:\t1");
		assertThat(containers.tryPodman("exec", name, "touch", "/opt/headway/new").output())
			.contains("Read-only file system");
		// 60 % of 512 MB, of which the collector keeps one survivor space empty
		assertThat(containers.podman("logs", name))
			.containsPattern("max-connections is 2[67]\\d\\d instead of 8192: .*there are 29\\d MB");
		// the tools to inspect a running server are in the image
		assertThat(containers.podman("exec", name, "/opt/runtime/bin/jcmd", "1", "Thread.print"))
			.contains("\"worker-0\"");
	}

	@Test
	void requestThatRunsWhenTheContainerIsStoppedIsAnswered() throws Exception {
		String name = run(LOCKED, "--env=HEADWAY_SLEEP=3s");
		CompletableFuture<Answer> sleeper = RawConnection.ask(awaitServing(name), "/sleep");
		containers.podman("exec", name, "sleep", "1");
		containers.podman("kill", "--signal", "TERM", name);
		assertThat(containers.podman("wait", name)).isEqualTo("143");
		assertThat(sleeper).succeedsWithin(Duration.ofSeconds(5)).extracting(Answer::status).isEqualTo(200);
	}

	@Test
	void archiveIsGoodForWhatIsInTheImage() throws Exception {
		String name = run(LOCKED, "--entrypoint=/bin/sh", IMAGE, "-c", JAVA_WITH_ARCHIVE);
		awaitServing(name);
	}

	@Test
	void archiveOfAJarWithAnotherTimeIsNoticed() throws Exception {
		Outcome outcome = containers.tryPodman("run", "--rm", "--network=host", "--user=0", "--memory=512m",
				"--env=SERVER_PORT=0", "--entrypoint=/bin/sh", IMAGE, "-c",
				"touch /opt/headway/headway.jar && " + JAVA_WITH_ARCHIVE);
		assertThat(outcome.exitCode()).as(outcome.output()).isOne();
		assertThat(outcome.output()).contains("headway.jar', timestamp has changed", "Unable to use AOT cache");
	}

	/**
	 * Podman can run a Deployment, without names of ports and fields that a cluster adds.
	 */
	@Test
	void deploymentRunsAsItIs() throws Exception {
		Map<String, Object> deployment = Kustomization.render("overlays/hpa").tree("Deployment");
		List<Integer> free = Instances.freePorts(2);
		adapt(deployment, free.get(0), free.get(1));
		Path file = containers.directory().resolve("deployment.yaml");
		Files.writeString(file, new Yaml().dump(deployment));

		containers.podman("kube", "play", "--network", "host", file.toString());
		String name = "headway-pod-0-headway";
		awaitServing(name);
		assertThat(RawConnection.ask(address(free.get(0)), "/")).succeedsWithin(Duration.ofSeconds(20))
			.extracting(Answer::status)
			.isEqualTo(200);
		URI liveness = address(free.get(1)).resolve("actuator/health/liveness");
		assertThat(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(liveness).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.discarding())
			.statusCode()).isEqualTo(200);
		assertThat(containers.podman("exec", name, "cat", "/proc/1/status"))
			.contains("Uid:\t10001\t10001\t10001\t10001", "CapEff:\t0000000000000000", "NoNewPrivs:\t1");
		assertThat(containers.tryPodman("exec", name, "touch", "/opt/headway/new").output())
			.contains("Read-only file system");
		containers.podman("kube", "down", file.toString());
	}

	private static void adapt(Map<String, Object> deployment, int port, int managementPort) {
		Map<String, Object> template = KubernetesObjects
			.asTree(KubernetesObjects.asTree(deployment.get("spec")).get("template"));
		Map<String, Object> pod = KubernetesObjects.asTree(template.get("spec"));
		pod.put("hostNetwork", true);
		Map<String, Object> container = KubernetesObjects.asTree(((List<?>) pod.get("containers")).get(0));
		container.put("image", IMAGE + ":latest");
		container.put("imagePullPolicy", "Never");
		container.remove("ports");
		for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
			Map<String, Object> get = KubernetesObjects
				.asTree(KubernetesObjects.asTree(container.get(probe)).get("httpGet"));
			assertThat(get.put("port", managementPort)).isEqualTo("management");
		}
		List<Object> environment = new ArrayList<>((List<?>) container.get("env"));
		environment
			.removeIf((variable) -> KubernetesObjects.asTree(variable).get("name").equals("MANAGEMENT_SERVER_PORT"));
		environment.add(Map.of("name", "MANAGEMENT_SERVER_PORT", "value", Integer.toString(managementPort)));
		environment.add(Map.of("name", "SERVER_PORT", "value", Integer.toString(port)));
		container.put("env", environment);
	}

	private static URI address(int port) {
		return URI.create("http://127.0.0.1:" + port + "/");
	}

	/** Runs the image in the background, unless another one is named. */
	private static String run(List<String> options, String... more) throws Exception {
		List<String> arguments = new ArrayList<>(List.of("run", "--detach"));
		arguments.addAll(options);
		arguments.addAll(Arrays.asList(more));
		if (!arguments.contains(IMAGE)) {
			arguments.add(IMAGE);
		}
		return containers.podman(arguments.toArray(String[]::new));
	}

	private static URI awaitServing(String name) throws Exception {
		await().atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(500))
			.until(() -> SERVING.matcher(containers.podman("logs", name)).find());
		Matcher matcher = SERVING.matcher(containers.podman("logs", name));
		assertThat(matcher.find()).isTrue();
		return URI.create(matcher.group(1));
	}

}
