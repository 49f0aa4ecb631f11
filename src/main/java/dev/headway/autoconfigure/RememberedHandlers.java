package dev.headway.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import dev.headway.admission.Handler;

import org.springframework.http.HttpMethod;
import org.springframework.util.ConcurrentLruCache;

/**
 * Caches the handlers of a bounded number of paths, since each request needs its handler.
 * All unknown methods share one entry. Thread-safe.
 */
final class RememberedHandlers implements BiFunction<String, String, Handler> {

	private static final int MAX_PATHS = 4096;

	private static final String OTHER = "OTHER";

	private final Map<String, ConcurrentLruCache<String, Handler>> byMethod = new TreeMap<>();

	private final ConcurrentLruCache<String, Handler> others;

	/**
	 * Makes an empty cache.
	 * @param handlers finds the handler of a method and a path
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
