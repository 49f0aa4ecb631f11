package dev.headway.tomcat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * Marks the requests of an {@link InternalConnector}, so that code that counts requests
 * can recognize them. Thread-safe.
 */
final class InternalAdapter extends ForwardingAdapter {

	/** The request attribute that marks them. */
	static final String MARK = InternalAdapter.class.getName() + ".MARK";

	private final List<String> marks;

	private final AtomicInteger running = new AtomicInteger();

	InternalAdapter(Adapter delegate, List<String> marks) {
		super(new RequestRecorder(delegate, (request) -> true));
		this.marks = List.copyOf(marks);
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		this.running.incrementAndGet();
		try {
			this.marks.forEach((mark) -> request.setAttribute(mark, true));
			super.service(request, response);
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	/** Waits for requests to end: clients have their answers a little earlier. */
	void awaitIdle(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		while (this.running.get() > 0 && System.nanoTime() < deadline) {
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

	/**
	 * Without a domain Tomcat makes no MBeans, so its meters don't include this
	 * connector.
	 */
	@Override
	public @Nullable String getDomain() {
		return null;
	}

}
