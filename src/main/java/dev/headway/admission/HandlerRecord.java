package dev.headway.admission;

import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one handler, and the pace that follows from it.
 * <p>
 * <b>Quick</b>: more than 60 % of its recent requests held their worker for less than the
 * bound, and it isn't stalled. <b>Stalled</b>: a request is over the bound, nothing of
 * the handler has finished within the bound since that request began, and this was true
 * half a bound ago as well. The last condition tells a handler that hangs from a process
 * that was stopped: after a stop, something finishes at once. A stall lasts until a
 * request finishes within the bound, or until the last one that runs turns out to have
 * been held up by its client; what was learned before counts for little from then on.
 * <p>
 * <b>Unsure</b>: nothing has finished yet and nothing runs; or one sign says quick, the
 * share or the last request, and the rest doesn't. <b>Slow</b>: all else. A slow handler
 * of which nothing has run for a hundred times the bound is tried like an unsure one.
 * <p>
 * Requests of the {@link ColdStart} teach nothing unless they took ten times the bound.
 * <p>
 * <b>Awaiting proof</b>: as many of its requests run as there are slots, and none has
 * finished within the bound since the first of them began. Further requests wait until
 * one does, so a backend that hangs takes no more workers than slow requests may; the
 * express workers stay free. While a handler is quick, each request that finishes proves
 * all that run, and none waits. If none finishes, one more request is let in after a
 * hundred times the bound, since the others may hang for good and the handler may not;
 * and whenever all that run have been blocked on their clients for the bound.
 * <p>
 * A pace belongs to a handler, not to what it is asked. Not thread-safe: guarded by the
 * admission's lock.
 */
final class HandlerRecord {

	/** How many times the bound a request on cold classes may take. */
	private static final int COLD = 10;

	/** Without an answer, or a request, for so many times the bound, one is tried. */
	private static final int RETRY = 100;

	private final HandlerKey key;

	private final long boundNanos;

	private final int mostUnproven;

	private final PaceHistory history = new PaceHistory();

	private final ColdStart coldStart = new ColdStart();

	/** Requests whose pace is learned, waiting, the oldest first. */
	private final Line<Ticket> waiting = new Line<>();

	/** Requests that began after the last one that was quick, the oldest first. */
	private final Line<Ticket> unproven = new Line<>();

	private DeclaredPace declared = DeclaredPace.LEARN;

	private boolean askedFor;

	private long refused;

	private int entered;

	private int running;

	/** Those of them that have no worker yet. */
	private int starting;

	private long admittedAt;

	private int trials;

	private long learnedAt;

	private boolean lastWasQuick;

	private boolean late;

	private long lateSince;

	private boolean stalled;

	/**
	 * Knows nothing yet.
	 * @param mostUnproven how many of its requests may run before one of them has proved
	 * quick
	 */
	HandlerRecord(HandlerKey key, long boundNanos, int mostUnproven) {
		this.key = key;
		this.boundNanos = boundNanos;
		this.mostUnproven = mostUnproven;
	}

	HandlerKey key() {
		return this.key;
	}

	LearnedPace pace(long now) {
		lookForStall(now);
		boolean quickShare = this.history.isMostlyQuick();
		if (quickShare && !this.stalled) {
			return LearnedPace.QUICK;
		}
		boolean doubtful = this.history.isEmpty() ? this.running == 0 : (quickShare || this.lastWasQuick);
		return (doubtful && this.trials == 0) ? LearnedPace.UNSURE : LearnedPace.SLOW;
	}

	/** The same, but unsure if it is slow by what has ended too long ago. */
	LearnedPace paceToTry(long now) {
		LearnedPace pace = pace(now);
		boolean outdated = this.running == 0 && now - this.learnedAt >= RETRY * this.boundNanos;
		return (outdated && pace == LearnedPace.SLOW) ? LearnedPace.UNSURE : pace;
	}

	/** Whether nothing is known yet, and nothing runs for so long that it is. */
	boolean isNew(long now) {
		Ticket oldest = this.unproven.first();
		return this.history.isEmpty() && (oldest == null || now - oldest.startedAt() < COLD * this.boundNanos);
	}

	/** Whether no more of its requests should run until one of them has proved quick. */
	boolean isAwaitingProof(long now) {
		return this.unproven.size() + this.starting >= this.mostUnproven
				&& now - this.admittedAt < RETRY * this.boundNanos
				&& (this.starting > 0 || !this.unproven.all((ticket) -> ticket.isHeldByClient(now, this.boundNanos)));
	}

	/** Whether a client has asked for it. */
	boolean isAskedFor() {
		return this.askedFor;
	}

	/** Whether any of its requests runs or waits. */
	boolean isInUse() {
		return this.entered > 0;
	}

	@Nullable Ticket firstWaiting() {
		return this.waiting.first();
	}

	@Nullable Ticket newestWaiting() {
		return this.waiting.last();
	}

	int waiting() {
		return this.waiting.size();
	}

	/** A request comes, to run or to wait. */
	void entered(DeclaredPace newDeclared) {
		this.declared = newDeclared;
		this.askedFor = true;
		this.entered++;
	}

	/** A request is refused, after it has {@link #left}. */
	void refused() {
		this.refused++;
	}

	void waits(Ticket ticket) {
		ticket.standAtHandler(this.waiting.join(ticket));
	}

	/** It is decided that a request may run. */
	void admitted(Ticket ticket, long now) {
		this.running++;
		this.starting++;
		this.admittedAt = now;
		if (ticket.hold() == Ticket.Hold.TRIAL) {
			this.trials++;
		}
	}

	/** A request begins to hold a worker; later ones never begin earlier. */
	void started(Ticket ticket) {
		this.starting--;
		ticket.standAtHandler(this.unproven.join(ticket));
	}

	/** A request that was admitted, started or not, is over; or one gives up waiting. */
	void left(Ticket ticket) {
		ticket.standAtHandler(null);
		this.entered--;
		if (ticket.state() == Ticket.State.RUNNING) {
			this.running--;
			if (!ticket.hasStarted()) {
				this.starting--;
			}
		}
		if (ticket.hold() == Ticket.Hold.TRIAL) {
			this.trials--;
		}
	}

	/**
	 * A request that had started is over.
	 * @param heldNanos how long it held the worker
	 */
	void learn(Ticket ticket, long heldNanos, Outcome outcome, long now) {
		lookForStall(now);
		this.learnedAt = now;
		long ownNanos = Math.max(0, heldNanos - ticket.clientNanos());
		boolean quick = ownNanos < this.boundNanos;
		if (outcome == Outcome.ABORTED && quick) {
			return;
		}
		if (heldNanos < this.boundNanos || (quick && this.running == 1)) {
			this.unproven.clear();
			this.late = false;
			this.stalled = false;
		}
		boolean cold = this.coldStart.includes(ticket.startedAt(), now);
		if (quick || !cold || ownNanos >= COLD * this.boundNanos) {
			this.history.add(ownNanos, quick, now);
			this.lastWasQuick = quick;
		}
	}

	/** A request that isn't a client's, and that no figure counts, is over. */
	void learn(long heldNanos, long now) {
		this.learnedAt = now;
		if (!this.coldStart.includes(now - heldNanos, now)) {
			this.history.learn(heldNanos, heldNanos < this.boundNanos, now);
		}
	}

	HandlerFigures figures(long now) {
		return new HandlerFigures(this.key, this.declared, pace(now), this.history.quickShare(), this.history.average(),
				this.history.count(), this.running, this.entered - this.running, this.refused);
	}

	private void lookForStall(long now) {
		Ticket oldest = this.unproven.first();
		if (oldest == null || now - oldest.startedAt() < this.boundNanos) {
			return;
		}
		if (!this.late) {
			this.late = true;
			this.lateSince = now;
		}
		else if (!this.stalled && now - this.lateSince >= this.boundNanos / 2) {
			this.stalled = true;
			this.history.doubt();
		}
	}

}
