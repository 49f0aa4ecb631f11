package dev.headway.tomcat;

import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;

/**
 * Tells requests that watch the server from those that it is there for: whatever lies
 * under Actuator's path, as long as Actuator shares the main port. They are run by
 * workers like all others but not counted, or two scrapes would find a request more than
 * clients sent.
 */
final class Watching {

	private final String path;

	/** Empty if nothing under this port watches. */
	Watching(String path) {
		this.path = path;
	}

	static Watching in(Environment environment) {
		boolean shared = ManagementPortType.get(environment) == ManagementPortType.SAME;
		return new Watching(shared ? environment.getProperty("server.servlet.context-path", "")
				+ environment.getProperty("management.endpoints.web.base-path", "/actuator") : "");
	}

	boolean includes(Request request) {
		ByteChunk uri = request.requestURI().getByteChunk();
		return !this.path.isEmpty() && uri.startsWith(this.path, 0) && (uri.getLength() == this.path.length()
				|| uri.getBytes()[uri.getStart() + this.path.length()] == '/');
	}

}
