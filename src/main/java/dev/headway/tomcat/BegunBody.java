package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import jakarta.servlet.ReadListener;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body whose end hadn't arrived when its request was served, so the application reads
 * the rest. Tomcat would read the bytes that the application leaves in a blocking way, on
 * the worker. This class drops them after the response, as they arrive, through Tomcat's
 * filters, since only they know how far the application has read. With a
 * {@code ReadListener} they don't block.
 */
final class BegunBody implements BodyRest, ReadListener, ApplicationBufferHandler {

	private final ConnectionAwareProcessor processor;

	private final Request request;

	private final Duration timeout;

	/** How much may still be dropped. */
	private long allowed;

	private @Nullable ByteBuffer dropped;

	BegunBody(ConnectionAwareProcessor processor, Duration timeout) {
		this.processor = processor;
		this.request = processor.getRequest();
		this.timeout = timeout;
		this.allowed = processor.maxDropped();
		// a response that Coyote sends as a file wouldn't be complete when it is left
		this.request.setSendfile(false);
	}

	@Override
	public boolean isGiven() {
		return true;
	}

	@Override
	public boolean endsConnection() {
		return this.processor.hasUnaskedClient() && this.request.getBytesRead() == 0;
	}

	@Override
	public void drop(Response response) {
		if (this.request.isFinished()) {
			return;
		}
		if (endsConnection() || ConnectionHeader.isClose(response)) {
			this.processor.endConnection();
			return;
		}
		new DroppedRest(this.processor, this::dropOn).suspend(this.timeout);
		// resumes the request when something arrives, or at once if it has already
		this.request.setRequestThread();
		this.request.setReadListener(this);
		this.request.clearRequestThread();
	}

	private SuspendedExchange.Next dropOn() {
		// see ConnectionAwareProcessor.executeDispatches
		this.request.setRequestThread();
		try {
			int read = 0;
			while (read >= 0 && this.allowed >= 0 && !this.request.isFinished()) {
				read = this.request.doRead(this);
				if (read == 0) {
					this.processor.input().shrink();
					return SuspendedExchange.Next.WAIT;
				}
				this.allowed -= read;
			}
			return this.request.isFinished() ? SuspendedExchange.Next.GO_ON : SuspendedExchange.Next.END;
		}
		catch (IOException ex) {
			// the client has left, or its bytes are malformed
			return SuspendedExchange.Next.END;
		}
		finally {
			this.request.clearRequestThread();
		}
	}

	@Override
	public void onDataAvailable() {
		// the suspended request is told
	}

	@Override
	public void onAllDataRead() {
		// the suspended request is told
	}

	@Override
	public void onError(Throwable problem) {
		// the suspended request is told
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
