package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body whose end hadn't arrived when its request was served, so that the application
 * reads on. For what it leaves Tomcat would wait on the worker. Here that is dropped if
 * it has arrived by then; otherwise the connection ends with the response.
 */
final class BegunBody implements BodyRest, ApplicationBufferHandler {

	private final ConnectionAwareProcessor processor;

	private final Request request;

	private @Nullable ByteBuffer dropped;

	BegunBody(ConnectionAwareProcessor processor) {
		this.processor = processor;
		this.request = processor.getRequest();
	}

	@Override
	public boolean isGiven() {
		return true;
	}

	@Override
	public boolean endsConnection() {
		return !this.request.isFinished() && !isEndHere();
	}

	@Override
	public void drop(Response response) {
		try {
			int left = this.processor.maxDropped();
			int read = 1;
			// of a refused request nothing can be read, though Tomcat has a part of the body
			while (read > 0 && !this.request.isFinished() && left >= 0 && isPartHere()) {
				read = this.request.doRead(this);
				left -= read;
			}
		}
		catch (IOException ex) {
			// the client has gone, or what it sends makes no sense
		}
		if (!this.request.isFinished()) {
			this.processor.endConnection();
		}
	}

	private boolean isEndHere() {
		long length = this.request.getContentLengthLong();
		return (length < 0) ? isPartHere() : available() >= length - this.request.getBytesRead();
	}

	/** Whether Tomcat's filter can be asked without waiting for the client. */
	private boolean isPartHere() {
		int available = available();
		// of chunks the filter may want a whole line, so there has to be one in the end
		return available > 0
				&& (this.request.getContentLengthLong() >= 0 || this.processor.input().endsWithEmptyLine(available));
	}

	private int available() {
		this.request.action(ActionCode.AVAILABLE, true);
		return this.request.getAvailable();
	}

	@Override
	public void setByteBuffer(@Nullable ByteBuffer buffer) {
		this.dropped = buffer;
	}

	@Override
	public @Nullable ByteBuffer getByteBuffer() {
		return this.dropped;
	}

	@Override
	public void expand(int size) {
		// there is nothing to expand
	}

}
