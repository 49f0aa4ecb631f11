package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Private fields of Tomcat's response. They are null if this version of Tomcat has other
 * fields.
 */
final class ResponseFields {

	private static final Log logger = LogFactory.getLog(ResponseFields.class);

	/** The hook that carries out the response's actions. */
	static final @Nullable VarHandle HOOK = field("hook", ActionHook.class);

	/** The buffer that takes the response's bytes. */
	static final @Nullable VarHandle OUTPUT = field("outputBuffer", OutputBuffer.class);

	private ResponseFields() {
	}

	private static @Nullable VarHandle field(String name, Class<?> type) {
		try {
			return MethodHandles.privateLookupIn(Response.class, MethodHandles.lookup())
				.findVarHandle(Response.class, name, type);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Clients of HTTP/2 that don't read may hold workers, or make handlers seem slow: "
					+ "this Tomcat has another Response", ex);
			return null;
		}
	}

}
