package dev.headway.tomcat;

import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A body that has come to its end. Immutable. */
final class EmptyBody implements InputBuffer {

	static final EmptyBody INSTANCE = new EmptyBody();

	private EmptyBody() {
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) {
		return -1;
	}

	@Override
	public int available() {
		return 0;
	}

}
