package dev.headway.admission;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of the handlers that were asked for lately. There are never more than a
 * fixed number: the one that was not asked for longest is forgotten if nothing of it runs
 * or waits, and if all are in use, the handlers beyond share one. Not thread-safe.
 */
final class HandlerRecords {

	static final int MOST = 1000;

	/** In the order of their last use. */
	private final Map<HandlerKey, HandlerRecord> records = new LinkedHashMap<>(16, 0.75f, true);

	private final long boundNanos;

	private final int mostUnproven;

	private final HandlerRecord others;

	HandlerRecords(long boundNanos, int mostUnproven) {
		this.boundNanos = boundNanos;
		this.mostUnproven = mostUnproven;
		this.others = create(new HandlerKey("*", "*"));
	}

	HandlerRecord get(HandlerKey key) {
		HandlerRecord known = this.records.get(key);
		if (known != null) {
			return known;
		}
		if (this.records.size() >= MOST && !forgetOne()) {
			return this.others;
		}
		HandlerRecord unknown = create(key);
		this.records.put(key, unknown);
		return unknown;
	}

	/** What is known of each handler, the last asked for at the end. */
	List<HandlerFigures> figures(long now) {
		List<HandlerFigures> figures = new ArrayList<>();
		this.records.values()
			.stream()
			.filter(HandlerRecord::isAskedFor)
			.forEach((handler) -> figures.add(handler.figures(now)));
		if (this.others.isInUse()) {
			figures.add(this.others.figures(now));
		}
		return figures;
	}

	private HandlerRecord create(HandlerKey key) {
		return new HandlerRecord(key, this.boundNanos, this.mostUnproven);
	}

	/** Passes over those in use, of which there are no more than requests in progress. */
	private boolean forgetOne() {
		for (Iterator<HandlerRecord> oldest = this.records.values().iterator(); oldest.hasNext();) {
			if (!oldest.next().isInUse()) {
				oldest.remove();
				return true;
			}
		}
		return false;
	}

}
