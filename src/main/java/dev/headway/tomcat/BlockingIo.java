package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Whether a thread is in a blocking read or write of Tomcat, where it waits for the
 * client if no bytes can be moved. Tomcat doesn't report this to its channels, but holds
 * a lock of the connection meanwhile. If another version of Tomcat has other locks, the
 * answer is always no.
 */
final class BlockingIo {

	private static final Log logger = LogFactory.getLog(BlockingIo.class);

	private static final @Nullable Locks LOCKS = locks();

	private BlockingIo() {
	}

	/** Whether this version of Tomcat has the locks. */
	static boolean isKnown() {
		return LOCKS != null;
	}

	/** Whether the calling thread is in a blocking read. */
	static boolean isReading(@Nullable NioSocketWrapper connection) {
		Locks locks = LOCKS;
		return locks != null && connection != null && Thread.holdsLock(locks.read().get(connection));
	}

	/** Whether the calling thread is in a blocking write. */
	static boolean isWriting(@Nullable NioSocketWrapper connection) {
		Locks locks = LOCKS;
		return locks != null && connection != null && Thread.holdsLock(locks.write().get(connection));
	}

	private static @Nullable Locks locks() {
		try {
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(NioSocketWrapper.class, MethodHandles.lookup());
			return new Locks(lookup.findVarHandle(NioSocketWrapper.class, "readLock", Object.class),
					lookup.findVarHandle(NioSocketWrapper.class, "writeLock", Object.class));
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Handlers may seem slow because of slow clients: this Tomcat has other locks", ex);
			return null;
		}
	}

	/** The private fields. */
	private record Locks(VarHandle read, VarHandle write) {
	}

}
