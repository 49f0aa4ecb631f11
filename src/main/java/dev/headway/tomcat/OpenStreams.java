package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;

import org.apache.coyote.http2.Http2AsyncUpgradeHandler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one HTTP/2 connection that its client has begun and that have not ended.
 * Tomcat resets a stream that breaks the rules and tells nobody; it keeps another object
 * in its place from then on, in a private field, by which that is seen here. Should
 * another version of Tomcat have none, such a stream counts as open. Thread-safe.
 */
final class OpenStreams {

	private static final String OPEN = "org.apache.coyote.http2.Stream";

	private static final Log logger = LogFactory.getLog(OpenStreams.class);

	private static final @Nullable VarHandle STREAMS = streams();

	private final Http2AsyncUpgradeHandler connection;

	private final Set<Integer> begun = ConcurrentHashMap.newKeySet();

	private volatile long idleSince = System.nanoTime();

	OpenStreams(Http2AsyncUpgradeHandler connection) {
		this.connection = connection;
	}

	void begin(int stream) {
		this.begun.add(stream);
	}

	void end(int stream) {
		this.idleSince = System.nanoTime();
		this.begun.remove(stream);
	}

	/**
	 * Since when no stream has been open, or {@link ConnectionState#NOT_WAITING} if one
	 * is.
	 */
	long idleSince() {
		for (int stream : this.begun) {
			if (isReset(stream)) {
				end(stream);
			}
		}
		return this.begun.isEmpty() ? this.idleSince : ConnectionState.NOT_WAITING;
	}

	private boolean isReset(int stream) {
		Object present = (STREAMS != null) ? ((Map<?, ?>) STREAMS.get(this.connection)).get(stream) : null;
		return present != null && !present.getClass().getName().equals(OPEN);
	}

	private static @Nullable VarHandle streams() {
		Class<?> type = Http2AsyncUpgradeHandler.class.getSuperclass();
		try {
			return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
				.findVarHandle(type, "streams", ConcurrentNavigableMap.class);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Connections of HTTP/2 whose streams Tomcat has reset make no room for others: "
					+ "this Tomcat has another " + type.getName(), ex);
			return null;
		}
	}

}
