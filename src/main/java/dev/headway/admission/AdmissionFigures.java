package dev.headway.admission;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.headway.worker.endpoint.HandlerDescriptor;
import dev.headway.worker.endpoint.WaitingFigures;

/** Tells the endpoint of the waiting room, and what handlers are taken for. */
record AdmissionFigures(Admission admission, Shedding shedding) implements WaitingFigures {

	static final int MOST_HANDLERS = 20;

	/** Those with requests in progress, then those that had most. */
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
		return this.shedding.full();
	}

	@Override
	public long rejectedTimeout() {
		return this.shedding.timeout();
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
