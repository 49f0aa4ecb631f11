package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** Takes in what has arrived of a body, and waits for nothing. */
final class Swallower implements ApplicationBufferHandler {

	private ByteBuffer buffer = ByteBuffer.allocate(0);

	private Swallower() {
	}

	static void swallow(Request request, int max) {
		Swallower swallower = new Swallower();
		try {
			swallower.read(request, max);
		}
		catch (IOException ex) {
			// the client has gone, so there is nothing left to take in
		}
	}

	private void read(Request request, int max) throws IOException {
		int swallowed = 0;
		while (swallowed < max && ConnectionGuard.available(request) > 0) {
			int read = request.doRead(this);
			if (read <= 0) {
				return;
			}
			swallowed += read;
		}
	}

	@Override
	public void setByteBuffer(ByteBuffer newBuffer) {
		this.buffer = newBuffer;
	}

	@Override
	public ByteBuffer getByteBuffer() {
		return this.buffer;
	}

	@Override
	public void expand(int size) {
		// nothing is kept
	}

}
