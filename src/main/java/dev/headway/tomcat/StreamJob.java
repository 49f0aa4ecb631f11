package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.coyote.AbstractProcessor;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * A job that Tomcat hands over for an HTTP/2 stream, and its stream. Tomcat has the
 * stream in private fields only, so these are read here. If another version of Tomcat has
 * other fields, its jobs run in the order in which they come.
 *
 * @param processor serves the stream; each stream has its own
 * @param event the stream's event
 * @param job the code to run
 */
record StreamJob(AbstractProcessor processor, SocketEvent event, Runnable job) {

	private static final String TYPE = "org.apache.coyote.http2.StreamRunnable";

	private static final Log logger = LogFactory.getLog(StreamJob.class);

	private static final @Nullable Reader READER = reader();

	/** The job of a stream, or null if the job isn't for a stream. */
	static @Nullable StreamJob of(Runnable job) {
		Reader reader = READER;
		return (reader != null && job.getClass() == reader.type()) ? reader.read(job) : null;
	}

	/** Whether this version of Tomcat has the fields. */
	static boolean isReadable() {
		return READER != null;
	}

	/**
	 * The adapter of the stream's connection, or null if the connection isn't a
	 * {@link StreamConnection}.
	 */
	@Nullable StreamAdapter adapter() {
		return (this.processor.getAdapter() instanceof StreamAdapter adapter) ? adapter : null;
	}

	/** Whether this job is the first to pass the request to the application. */
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
