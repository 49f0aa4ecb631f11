package dev.headway.packaged;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** HTTP/2 without TLS, where many requests share a connection. */
@Timeout(120)
class Http2IT {

	private static final Pattern STATUS_CODES = Pattern
		.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

	private Path h2load;

	@BeforeEach
	void findTool() {
		this.h2load = Tool.require("h2load");
	}

	@Test
	void allStreamsAreAnswered() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true")) {
			// the first requests load the classes of HTTP/2, which looks like a stall, so
			// there are no more than can
			// wait
			assertThat(load(server, "", 60, 1, 60)).containsExactly(60, 0, 0, 0);
			List<Integer> statuses = load(server, "", 2000, 4, 60);
			assertThat(statuses).containsExactly(2000, 0, 0, 0);
			assertCounted(server, 2060);
		}
	}

	@Test
	void slowStreamsOfOneConnectionAreAnsweredOrRefusedAndGiveTheirSlotsBack() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true", "--headway.sleep=200ms")) {
			List<Integer> statuses = load(server, "sleep", 60, 1, 60);
			assertThat(statuses.get(0) + statuses.get(3)).isEqualTo(60);
			assertThat(statuses.get(0)).isPositive();
			assertCounted(server, 60);
			assertThat(Metrics.of(server).sum("headway_rejected_total")).isEqualTo(statuses.get(3).doubleValue());
			assertThat(Metrics.of(server).sum("headway_waiting_size")).isZero();
			assertThat(RawConnection.ask(server.address(), "/sleep")).succeedsWithin(Duration.ofSeconds(5))
				.matches((answer) -> answer.status() == 200);
		}
	}

	/**
	 * A worker counts a request once its answer has been sent, so the figure may be a
	 * moment late.
	 */
	private static void assertCounted(PackagedServer server, int streams) {
		await().untilAsserted(
				() -> assertThat(Metrics.of(server).sum("headway_worker_requests_total")).isEqualTo(streams));
	}

	/** Returns how many streams were answered with 2xx, 3xx, 4xx and 5xx. */
	private List<Integer> load(PackagedServer server, String path, int streams, int connections, int atOnce)
			throws Exception {
		Process process = new ProcessBuilder(this.h2load.toString(), "-n", "" + streams, "-c", "" + connections, "-m",
				"" + atOnce, server.address().resolve(path).toString())
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			// h2load counts a 503 as a failure too, so only errors can be checked
			assertThat(output).contains("%d done".formatted(streams), " 0 errored, 0 timeout");
			Matcher codes = STATUS_CODES.matcher(output);
			assertThat(codes.find()).as(output).isTrue();
			List<Integer> counts = new ArrayList<>();
			for (int group = 1; group <= codes.groupCount(); group++) {
				counts.add(Integer.valueOf(codes.group(group)));
			}
			return counts;
		}
		finally {
			process.destroyForcibly();
		}
	}

}
