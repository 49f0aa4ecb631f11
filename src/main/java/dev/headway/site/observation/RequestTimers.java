package dev.headway.site.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Times requests under {@code http.server.requests}, with Spring's tags. Micrometer's own
 * handler makes these tags, sorts them and looks the timer up for each request, which
 * takes longer than the rest of Spring MVC for a small page. Here this is done once for
 * each kind of answer, of which there are a few dozen. Thread-safe.
 */
final class RequestTimers implements MeterObservationHandler<ServerRequestObservationContext> {

	/** All methods that clients invent are one kind. */
	private static final Set<String> METHODS = Arrays.stream(HttpMethod.values())
		.map(HttpMethod::name)
		.collect(Collectors.toUnmodifiableSet());

	private final ServerRequestObservationConvention tags = new DefaultServerRequestObservationConvention();

	private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	private final Predicate<ServletRequest> uncounted;

	RequestTimers(MeterRegistry registry, Predicate<ServletRequest> uncounted) {
		this.registry = registry;
		this.uncounted = uncounted;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ServerRequestObservationContext;
	}

	@Override
	public void onStart(ServerRequestObservationContext context) {
		context.put(Timer.Sample.class, Timer.start(this.registry));
	}

	@Override
	public void onStop(ServerRequestObservationContext context) {
		if (this.uncounted.test(Objects.requireNonNull(context.getCarrier()))) {
			return;
		}
		Timer.Sample sample = context.getRequired(Timer.Sample.class);
		Kind kind = Kind.of(context);
		Timer timer = this.timers.get(kind);
		sample.stop((timer != null) ? timer : this.timers.computeIfAbsent(kind, (key) -> timer(context)));
	}

	/** The context's own tags are the same for all requests of a kind. */
	private Timer timer(ServerRequestObservationContext context) {
		List<Tag> all = new ArrayList<>();
		for (KeyValue value : this.tags.getLowCardinalityKeyValues(context).and(context.getLowCardinalityKeyValues())) {
			all.add(Tag.of(value.getKey(), value.getValue()));
		}
		Throwable error = context.getError();
		all.add(Tag.of("error", (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE));
		return Timer.builder(Objects.requireNonNull(context.getName()))
			.description("Time that requests took, those to Actuator included")
			.tags(all)
			.register(this.registry);
	}

	/**
	 * The common properties of requests that share a timer.
	 *
	 * @param method a known method, or an empty string
	 * @param status the answer's status
	 * @param pattern the mapping that the path matched
	 * @param error the class of the handler's exception
	 */
	private record Kind(String method, int status, @Nullable String pattern, @Nullable Class<?> error) {

		static Kind of(ServerRequestObservationContext context) {
			String method = Objects.requireNonNull(context.getCarrier()).getMethod();
			int status = Objects.requireNonNull(context.getResponse()).getStatus();
			Throwable error = context.getError();
			return new Kind(METHODS.contains(method) ? method : "", status, context.getPathPattern(),
					(error != null) ? error.getClass() : null);
		}

	}

}
