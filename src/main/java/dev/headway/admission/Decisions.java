package dev.headway.admission;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Decisions made under the admission's lock, to be passed on outside of it. Not
 * thread-safe.
 */
final class Decisions {

	private static final Logger logger = System.getLogger(Admission.class.getName());

	private final AdmissionObserver observer;

	private List<Runnable> toTell = List.of();

	Decisions(AdmissionObserver observer) {
		this.observer = observer;
	}

	/** A request that waited may run, or is refused. */
	void afterWaiting(Ticket ticket) {
		add(() -> this.observer.waited(ticket.waitedNanos()));
		ticket.takeWhenDecided().ifPresent(this::add);
	}

	/** A request is refused. */
	void refused(Ticket ticket) {
		add(() -> this.observer.refused(ticket.reason()));
	}

	/**
	 * Passes on all of them. Failures are logged and go no further: they belong neither
	 * to the other requests nor to the one on this thread.
	 */
	void tell() {
		for (Runnable action : this.toTell) {
			try {
				action.run();
			}
			catch (RuntimeException ex) {
				logger.log(Level.ERROR, "A decision could not be passed on", ex);
			}
		}
	}

	private void add(Runnable action) {
		if (this.toTell.isEmpty()) {
			this.toTell = new ArrayList<>();
		}
		this.toTell.add(action);
	}

}
