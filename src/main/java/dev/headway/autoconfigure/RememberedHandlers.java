package dev.headway.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import dev.headway.admission.Handler;

import org.springframework.http.HttpMethod;
import org.springframework.util.ConcurrentLruCache;

/**
 * Remembers what was worked out of a handler for a bounded number of paths, since each
 * request asks. Methods that clients make up are one. Thread-safe.
 */
final class RememberedHandlers implements BiFunction<String, String, Handler> {

	private static final int MAX_PATHS = 4096;

	private static final String OTHER = "OTHER";

	private final Map<String, ConcurrentLruCache<String, Handler>> byMethod = new TreeMap<>();

	private final ConcurrentLruCache<String, Handler> others;

	/**
	 * Remembers nothing yet.
	 * @param handlers works the handler of a method and a path out
	 */
	RememberedHandlers(BiFunction<String, String, Handler> handlers) {
		for (HttpMethod method : HttpMethod.values()) {
			this.byMethod.put(method.name(), cache(method.name(), handlers));
		}
		this.others = cache(OTHER, handlers);
	}

	private static ConcurrentLruCache<String, Handler> cache(String method,
			BiFunction<String, String, Handler> handlers) {
		return new ConcurrentLruCache<>(MAX_PATHS, (path) -> handlers.apply(method, path));
	}

	@Override
	public Handler apply(String method, String path) {
		return this.byMethod.getOrDefault(method, this.others).get(path);
	}

}
