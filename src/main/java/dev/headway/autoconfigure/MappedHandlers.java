package dev.headway.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.headway.admission.AdmissionKey;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.HandlerKey;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the handler of a request before Spring MVC sees it, by the patterns that Spring
 * MVC will match. A path that matches none, such as another servlet's, is identified by
 * its first two segments. Immutable.
 */
final class MappedHandlers implements AdmissionKey {

	/** Slash, segment, slash, segment. */
	private static final int TWO_SEGMENTS = 4;

	private static final int MAX_LENGTH = 80;

	private final Supplier<String> prefix;

	private final Supplier<List<Mapping>> mappings;

	/**
	 * Makes a lookup that reads the mappings when the first request comes.
	 * @param prefix context path and servlet path
	 * @param mappings the patterns that Spring MVC matches, in any order
	 */
	MappedHandlers(Supplier<String> prefix, Supplier<List<Mapping>> mappings) {
		this.prefix = SingletonSupplier.of(prefix);
		this.mappings = SingletonSupplier.of(() -> mappings.get()
			.stream()
			.sorted(Comparator.comparing(Mapping::pattern, PathPattern.SPECIFICITY_COMPARATOR))
			.toList());
	}

	@Override
	public HandlerKey of(String method, String path) {
		return new HandlerKey(served(method), parse(path)
			.map((parsed) -> find(method, parsed).map(MappedHandlers::patternOf).orElseGet(() -> firstSegments(parsed)))
			.orElse("malformed"));
	}

	/** The pace that the handler's annotation declares. */
	DeclaredPace pace(String method, String path) {
		return parse(path).flatMap((parsed) -> find(method, parsed)).map(Mapping::pace).orElse(DeclaredPace.LEARN);
	}

	/** The pattern of the handler, or null if no pattern matches. */
	@Nullable String pattern(String method, String path) {
		return parse(path).flatMap((parsed) -> find(method, parsed)).map(MappedHandlers::patternOf).orElse(null);
	}

	/** Empty if a percent sign isn't followed by two digits. */
	private static Optional<PathContainer> parse(String path) {
		try {
			return Optional.of(PathContainer.parsePath(path));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether the handler may read a body. An unknown one may: a filter, another servlet.
	 */
	boolean readsBody(String method, String path) {
		return parse(path).flatMap((parsed) -> find(method, parsed)).map(Mapping::readsBody).orElse(true);
	}

	private static String patternOf(Mapping mapping) {
		return mapping.pattern().getPatternString();
	}

	/** In Spring MVC GET handlers serve HEAD as well. */
	private static String served(String method) {
		return method.equals(HttpMethod.HEAD.name()) ? HttpMethod.GET.name() : method;
	}

	private Optional<Mapping> find(String method, PathContainer path) {
		int skipped = PathContainer.parsePath(this.prefix.get()).elements().size();
		PathContainer within = path.subPath(Math.min(skipped, path.elements().size()));
		return this.mappings.get()
			.stream()
			.filter((mapping) -> mapping.serves(served(method)) && mapping.pattern().matches(within))
			.findFirst();
	}

	private static String firstSegments(PathContainer path) {
		String start = path.subPath(0, Math.min(TWO_SEGMENTS, path.elements().size())).value();
		return start.substring(0, Math.min(MAX_LENGTH, start.length()));
	}

	/**
	 * A pattern and its methods.
	 *
	 * @param pattern a pattern of Spring MVC
	 * @param methods names of methods; empty if it is for all
	 * @param pace the declared pace of its handler
	 * @param readsBody whether its handler may read a body
	 */
	record Mapping(PathPattern pattern, Set<String> methods, DeclaredPace pace, boolean readsBody) {

		boolean serves(String method) {
			return this.methods.isEmpty() || this.methods.contains(method);
		}

	}

}
