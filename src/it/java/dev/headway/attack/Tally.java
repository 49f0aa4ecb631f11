package dev.headway.attack;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The outcomes of the attackers' own requests. A refusal is an answer; a request is lost
 * only if its answer is missing or incomplete. Thread-safe.
 */
final class Tally {

	private static final int SERVICE_UNAVAILABLE = 503;

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger passedOver = new AtomicInteger();

	private final AtomicInteger actuator = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger messages = new AtomicInteger();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	/** A request is about to be sent. Not all of them are answered. */
	void sent() {
		this.sent.incrementAndGet();
	}

	/** A request followed one whose answer was its connection's last. */
	void passedOver() {
		this.passedOver.incrementAndGet();
	}

	/** An answer has come from Actuator, whose requests the workers don't count. */
	void ofActuator() {
		this.actuator.incrementAndGet();
	}

	/** A WebSocket message has its reply, which isn't an answer to a request. */
	void messageAnswered() {
		this.messages.incrementAndGet();
	}

	void answered() {
		this.answered.incrementAndGet();
	}

	void refused() {
		this.refused.incrementAndGet();
	}

	void lost(String what) {
		this.lost.add(what);
	}

	/** Counts an answer by its status: the right one, or that of a refusal. */
	void count(HttpResponse<?> response, int status) {
		if (response.statusCode() == SERVICE_UNAVAILABLE && response.headers().firstValue("Retry-After").isPresent()) {
			refused();
		}
		else if (response.statusCode() != status) {
			lost(response.toString());
		}
		else {
			answered();
		}
	}

	int requests() {
		return this.sent.get();
	}

	int passedOvers() {
		return this.passedOver.get();
	}

	/** How many of the answers and refusals were Actuator's. */
	int actuatorAnswers() {
		return this.actuator.get();
	}

	int messages() {
		return this.messages.get();
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
