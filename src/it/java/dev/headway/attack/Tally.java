package dev.headway.attack;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What became of the attackers' own requests. A refusal is an answer; only what got none,
 * or not all of it, is lost. Thread-safe.
 */
final class Tally {

	private static final int SERVICE_UNAVAILABLE = 503;

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	void answered() {
		this.answered.incrementAndGet();
	}

	void refused() {
		this.refused.incrementAndGet();
	}

	void lost(String what) {
		this.lost.add(what);
	}

	/** Counts an answer by its status, which a refusal must have a Retry-After to. */
	void count(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
		if (response == null) {
			lost(String.valueOf(failure));
		}
		else if (response.statusCode() == SERVICE_UNAVAILABLE
				&& response.headers().firstValue("Retry-After").isPresent()) {
			refused();
		}
		else if (response.statusCode() != 200) {
			lost(response.toString());
		}
		else {
			answered();
		}
	}

	int answers() {
		return this.answered.get();
	}

	int refusals() {
		return this.refused.get();
	}

	List<String> losses() {
		return List.copyOf(this.lost);
	}

}
