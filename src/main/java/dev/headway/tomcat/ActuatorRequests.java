package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;

import dev.headway.admission.ManagementPaths;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;

/**
 * Recognizes requests to Actuator, at almost no cost for all other requests. Immutable.
 */
final class ActuatorRequests {

	private final ManagementPaths paths;

	ActuatorRequests(ManagementPaths paths) {
		this.paths = paths;
	}

	/** Whether Actuator will serve the request. */
	boolean include(Request request) {
		if (this.paths.isEmpty() || request.requestURI().isNull()) {
			return false;
		}
		ByteChunk uri = request.requestURI().getByteChunk();
		return mayMatch(uri)
				&& this.paths.test(new String(uri.getBytes(), uri.getStart(), uri.getLength(), StandardCharsets.UTF_8));
	}

	private boolean mayMatch(ByteChunk uri) {
		for (String beginning : this.paths.beginnings()) {
			if (uri.startsWith(beginning, 0)) {
				return true;
			}
		}
		return uri.indexOf('%', 0) >= 0 || uri.indexOf(';', 0) >= 0;
	}

}
