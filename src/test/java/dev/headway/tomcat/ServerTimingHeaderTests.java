package dev.headway.tomcat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.headway.testing.Answer;
import dev.headway.testing.RawConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers say how long their requests waited, if that is switched on. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "headway.admission.server-timing=true", "headway.sleep=1s", "headway.pool.size=1",
				"headway.waiting.timeout=2500ms", "headway.admission.rules[0].path=/sleep",
				"headway.admission.rules[0].pace=slow" })
@Timeout(60)
class ServerTimingHeaderTests {

	private static final Pattern VALUE = Pattern.compile("queue;dur=(\\d+\\.\\d\\d), wait;dur=(\\d+\\.\\d\\d)");

	@LocalServerPort
	private int port;

	@Autowired
	private MeterRegistry meters;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/nope" })
	void requestThatNeedsNoSlotHasWaitedForNone(String path) throws Exception {
		assertThat(millisWaited(RawConnection.ask(uri(), path).join())).isZero();
	}

	@Test
	void timesThatClientsAreToldAreThoseOfTheMeter() throws Exception {
		Timer meter = this.meters.get("headway.waiting").timer();
		long countBefore = meter.count();
		double sumBefore = meter.totalTime(TimeUnit.MILLISECONDS);
		List<Answer> answers = IntStream.range(0, 4)
			.mapToObj((i) -> sleep())
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
		// one runs at once, two run later, and the last one has waited too long
		assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 200, 200, 503);
		assertThat(meter.count() - countBefore).isEqualTo(3);
		List<Double> waits = answers.stream().map(ServerTimingHeaderTests::millisWaited).sorted().toList();
		assertThat(waits.get(0)).isZero();
		assertThat(waits.get(1)).isBetween(500.0, 2000.0);
		assertThat(waits.get(3)).isGreaterThanOrEqualTo(2500);
		double told = waits.stream().mapToDouble(Double::doubleValue).sum();
		double metered = meter.totalTime(TimeUnit.MILLISECONDS) - sumBefore;
		assertThat(told).isCloseTo(metered, Offset.offset(0.1));
	}

	private CompletableFuture<Answer> sleep() {
		try {
			return RawConnection.ask(uri(), "/sleep");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double millisWaited(Answer answer) {
		Matcher value = VALUE.matcher(answer.headers().getOrDefault("server-timing", ""));
		assertThat(value.matches()).as("%s", answer.headers()).isTrue();
		return Double.parseDouble(value.group(2));
	}

	private URI uri() {
		return URI.create("http://127.0.0.1:" + this.port + "/");
	}

}
