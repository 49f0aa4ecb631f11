package dev.headway.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.headway.admission.Admission;
import dev.headway.admission.HandlerFigures;
import dev.headway.admission.RefusalLog;

/**
 * The endpoint's figures of the waiting room, and the paces of handlers.
 *
 * @param admission decides which requests wait
 * @param refusalLog counts refusals
 */
public record AdmissionFigures(Admission admission, RefusalLog refusalLog) implements WaitingFigures {

	/** How many handlers are shown. */
	public static final int MOST_HANDLERS = 20;

	/** Handlers with requests in progress first, then those that had most requests. */
	private static final Comparator<HandlerFigures> BUSIEST = Comparator
		.<HandlerFigures>comparingInt((handler) -> handler.running() + handler.waiting())
		.thenComparingLong(HandlerFigures::count)
		.reversed();

	@Override
	public int size() {
		return this.admission.waiting();
	}

	@Override
	public int capacity() {
		return this.admission.capacity();
	}

	@Override
	public long rejectedFull() {
		return this.refusalLog.full();
	}

	@Override
	public long rejectedTimeout() {
		return this.refusalLog.timeout();
	}

	@Override
	public List<HandlerDescriptor> handlers() {
		return this.admission.snapshot()
			.handlers()
			.stream()
			.sorted(BUSIEST)
			.limit(MOST_HANDLERS)
			.map(AdmissionFigures::describe)
			.toList();
	}

	private static HandlerDescriptor describe(HandlerFigures handler) {
		String declared = switch (handler.declared()) {
			case SLOW, QUICK, EXEMPT -> word(handler.declared());
			case LEARN -> null;
		};
		return new HandlerDescriptor(handler.key().method(), handler.key().pattern(), word(handler.pace()), declared,
				handler.quickShare(), handler.average().toNanos() / 1e9, handler.count(), handler.running(),
				handler.waiting(), handler.refused());
	}

	private static String word(Enum<?> pace) {
		return pace.name().toLowerCase(Locale.ROOT);
	}

}
