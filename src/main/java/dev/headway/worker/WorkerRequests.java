package dev.headway.worker;

/**
 * The requests that a worker's jobs serve: how long the one in progress was queued and
 * has held workers, and a {@link RequestLog log}. Any thread may read the log; all other
 * methods are for the worker's own thread.
 */
final class WorkerRequests {

	private final WorkerContext context;

	private final InterruptGate interruptGate;

	private final RequestLog log = new RequestLog();

	/** How long the request in progress was queued. */
	private long queuedNanos;

	/** How long the request in progress held workers before it was suspended. */
	private long heldBeforeNanos;

	WorkerRequests(WorkerContext context, InterruptGate interruptGate) {
		this.context = context;
		this.interruptGate = interruptGate;
	}

	RequestLog log() {
		return this.log;
	}

	long queuedNanos() {
		return this.queuedNanos;
	}

	void begin(String method, String path, long queued, boolean counted) {
		begin(method, path, queued, 0, counted);
	}

	void resume(SuspendedRequest request) {
		begin(request.method(), request.path(), request.queuedNanos(), request.heldNanos(), request.isCounted());
	}

	private void begin(String method, String path, long queued, long heldBefore, boolean counted) {
		this.queuedNanos = queued;
		this.heldBeforeNanos = heldBefore;
		this.log.begin(method, path, this.context.nanos(), counted);
	}

	void end(int status) {
		long now = this.context.nanos();
		long held = heldNanos(now);
		boolean counted = this.log.end(status, now, this.queuedNanos);
		this.interruptGate.endRequest();
		if (counted) {
			this.context.observer().finished(this.queuedNanos, held);
		}
	}

	SuspendedRequest suspend() {
		long held = heldNanos(this.context.nanos());
		this.log.drop();
		this.interruptGate.endRequest();
		return new SuspendedRequest(this.log.method(), this.log.path(), this.queuedNanos, held, this.log.isCounted());
	}

	private long heldNanos(long now) {
		return now - this.log.start() + this.heldBeforeNanos;
	}

	/** Forgets the request in progress, if there is one. */
	void drop() {
		this.log.drop();
	}

}
