package dev.headway.site.start;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Each test runs a process of its own, which {@link WatchedProcess} makes fail. */
@Timeout(60)
class WatchdogTests {

	@Test
	void threadThatDiesOfMemoryEndsTheProcess() throws Exception {
		assertThat(run("threadDiesOfMemory")).isEqualTo(new End(3, "headway: ended with status 3, because a thread has "
				+ "died of a lack of memory. A larger heap (-Xmx) or fewer connections (server.tomcat.max-connections) "
				+ "would help."));
	}

	@Test
	void fullHeapEndsTheProcess() throws Exception {
		assertThat(run("heapIsFull")).satisfies((end) -> {
			assertThat(end.status()).isEqualTo(3);
			assertThat(end.output()).startsWith("headway: ended with status 3, because there is no memory left.");
		});
	}

	@Test
	void deathOfAVitalThreadEndsTheProcess() throws Exception {
		assertThat(run("vitalThreadDies")).satisfies((end) -> {
			assertThat(end.status()).isEqualTo(3);
			assertThat(end.output())
				.endsWith("headway: ended with status 3, because Tomcat's accepting or polling thread has died.");
		});
	}

	@Test
	void shutdownThatHangsIsEndedAfterItsTime() throws Exception {
		long start = System.nanoTime();
		assertThat(run("shutdownHangs")).isEqualTo(
				new End(3, "headway: ended with status 3, because the shutdown took longer than it may, see the log."));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Watchdog.RESERVE.plusSeconds(1));
	}

	@Test
	void anythingElseIsNoneOfItsBusiness() throws Exception {
		assertThat(run("otherErrors")).satisfies((end) -> {
			assertThat(end.status()).isEqualTo(0);
			assertThat(end.output()).contains("Exception in thread \"other\" java.lang.IllegalStateException")
				.contains("java.lang.StackOverflowError")
				.doesNotContain("headway:");
		});
	}

	private static End run(String scenario) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx24m", "-cp", System.getProperty("java.class.path"), WatchedProcess.class.getName(),
				scenario));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String output = new String(process.getInputStream().readAllBytes(),
					java.nio.charset.StandardCharsets.UTF_8);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return new End(process.exitValue(), output.strip());
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record End(int status, String output) {
	}

}
