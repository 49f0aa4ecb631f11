package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.coyote.AbstractProcessor;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * A job that Tomcat hands over for a stream of HTTP/2, and which stream that is. Tomcat
 * says so in private fields only, so that they are read here. Should another version of
 * Tomcat have others, its jobs are run as they come.
 *
 * @param processor what serves the stream; each stream has its own
 * @param event what has happened to the stream
 * @param job what to run
 */
record StreamJob(AbstractProcessor processor, SocketEvent event, Runnable job) {

	private static final String TYPE = "org.apache.coyote.http2.StreamRunnable";

	private static final Log logger = LogFactory.getLog(StreamJob.class);

	private static final @Nullable Reader READER = reader();

	/** The job of a stream, or null if the job is none. */
	static @Nullable StreamJob of(Runnable job) {
		Reader reader = READER;
		return (reader != null && job.getClass() == reader.type()) ? reader.read(job) : null;
	}

	/** Whether this version of Tomcat has the fields. */
	static boolean isReadable() {
		return READER != null;
	}

	/** The adapter of the stream's connection, or null if the connection isn't ours. */
	@Nullable StreamAdapter adapter() {
		return (this.processor.getAdapter() instanceof StreamAdapter adapter) ? adapter : null;
	}

	/** Whether the application sees the request with it, and hasn't before. */
	boolean isFirst() {
		return this.event == SocketEvent.OPEN_READ
				&& (!this.processor.isAsync() || SuspendedExchange.of(this.processor.getRequest()) != null);
	}

	private static @Nullable Reader reader() {
		try {
			Class<?> type = Class.forName(TYPE);
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
			Class<?> processor = Class.forName("org.apache.coyote.http2.StreamProcessor");
			return new Reader(type, lookup.findVarHandle(type, "processor", processor),
					lookup.findVarHandle(type, "event", SocketEvent.class));
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Cancelled streams of HTTP/2 may hold a second worker: this Tomcat has another " + TYPE, ex);
			return null;
		}
	}

	/** The private fields. */
	private record Reader(Class<?> type, VarHandle processor, VarHandle event) {

		StreamJob read(Runnable job) {
			return new StreamJob((AbstractProcessor) this.processor.get(job), (SocketEvent) this.event.get(job), job);
		}

	}

}
