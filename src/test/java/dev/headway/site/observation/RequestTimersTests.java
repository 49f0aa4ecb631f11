package dev.headway.site.observation;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class RequestTimersTests {

	private final ServerRequestObservationConvention nameOnly = new ObservationConfiguration.NameOnly(
			"http.server.requests");

	private final ServerRequestObservationConvention springsOwn = new DefaultServerRequestObservationConvention();

	private final MeterRegistry ours = new SimpleMeterRegistry();

	private final MeterRegistry theirs = new SimpleMeterRegistry();

	private final RequestTimers timers = new RequestTimers(this.ours,
			(request) -> Boolean.TRUE.equals(request.getAttribute("internal")));

	private final MeterObservationHandler<Observation.Context> reference = new DefaultMeterObservationHandler(
			this.theirs, IgnoredMeters.LONG_TASK_TIMER);

	@ParameterizedTest
	@CsvSource({ "GET, 200, /, false", "HEAD, 304, /, false", "GET, 404, /**, false", "OPTIONS, 404, /**, false",
			"GET, 500, /sleep, true", "GET, 503, /sleep, false", "GET, 404, , false", "GET, 302, , false",
			"GET, 200, , false", "BREW, 404, /**, false" })
	void meterIsTheOneThatMicrometerWouldMake(String method, int status, @Nullable String pattern, boolean failed) {
		observe(method, status, pattern, failed);
		Timer ourTimer = this.ours.get("http.server.requests").timer();
		Timer theirTimer = this.theirs.get("http.server.requests").timer();
		assertThat(ourTimer.getId()).isEqualTo(theirTimer.getId());
		assertThat(ourTimer.count()).isEqualTo(theirTimer.count()).isEqualTo(1);
	}

	@Test
	void eachKindHasATimerAndEachRequestIsCounted() {
		for (int i = 0; i < 3; i++) {
			observe("GET", 200, "/", false);
			observe("GET", 404, "/**", false);
		}
		assertThat(this.ours.find("http.server.requests").timers()).hasSize(2)
			.allSatisfy((timer) -> assertThat(timer.count()).isEqualTo(3));
	}

	@Test
	void methodsThatClientsMakeUpShareATimer() {
		List.of("BREW", "brew", "WHEN").forEach((method) -> observe(method, 404, "/**", false));
		assertThat(this.ours.find("http.server.requests").timers()).singleElement()
			.satisfies((timer) -> assertThat(timer.count()).isEqualTo(3))
			.satisfies((timer) -> assertThat(timer.getId().getTag("method")).isEqualTo("UNKNOWN"));
	}

	@Test
	void requestOfTheServerItselfHasNoTimer() {
		observe(this.timers, this.nameOnly, "GET", 200, "/", false, true);
		assertThat(this.ours.getMeters()).isEmpty();
	}

	private void observe(String method, int status, @Nullable String pattern, boolean failed) {
		observe(this.timers, this.nameOnly, method, status, pattern, failed, false);
		observe(this.reference, this.springsOwn, method, status, pattern, failed, false);
	}

	private static void observe(MeterObservationHandler<?> handler, ServerRequestObservationConvention convention,
			String method, int status, @Nullable String pattern, boolean failed, boolean internal) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(handler);
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/any");
		request.setAttribute("internal", internal);
		ServerRequestObservationContext context = new ServerRequestObservationContext(request, response);
		Observation observation = Observation.start(convention, () -> context, registry);
		response.setStatus(status);
		context.setPathPattern(pattern);
		if (failed) {
			observation.error(new IllegalStateException());
		}
		observation.stop();
	}

}
