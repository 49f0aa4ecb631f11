package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The write of an HTTP/2 connection that has not ended because its client makes no room.
 * All other writes wait for it.
 * <p>
 * If the connection is closed meanwhile, Tomcat forgets the write, which then never ends:
 * each stream's reset waits for a whole write timeout, one after another, on a worker. So
 * the write is made to fail when the channel closes, and with it all that wait or come
 * later. If another version of Tomcat has another field, the ones that wait end at their
 * timeout, and the later ones at once.
 */
final class PendingWrite {

	private static final Log logger = LogFactory.getLog(PendingWrite.class);

	private static final @Nullable VarHandle OPERATION = operation();

	private PendingWrite() {
	}

	/** Has the writes of a connection that is being closed fail. */
	static void fail(@Nullable SocketWrapperBase<?> connection) {
		if (connection == null) {
			return;
		}
		connection.setError(new ConnectionClosedException());
		// with an error set, to go on means to fail; if another thread ends it as well,
		// one more of those that fail goes at once
		if (OPERATION != null && OPERATION.getVolatile(connection) instanceof Runnable pending) {
			pending.run();
		}
	}

	private static @Nullable VarHandle operation() {
		try {
			Class<?> type = Class.forName(SocketWrapperBase.class.getName() + "$OperationState");
			return MethodHandles.privateLookupIn(SocketWrapperBase.class, MethodHandles.lookup())
				.findVarHandle(SocketWrapperBase.class, "writeOperation", type);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("An HTTP/2 connection that isn't read holds workers for longer: this Tomcat has another "
					+ SocketWrapperBase.class.getSimpleName(), ex);
			return null;
		}
	}

	/** Has no stack trace, because each connection gets one in the end. */
	private static final class ConnectionClosedException extends ClosedChannelException {

		@Override
		@SuppressWarnings("UnsynchronizedOverridesSynchronized")
		public Throwable fillInStackTrace() {
			return this;
		}

	}

}
