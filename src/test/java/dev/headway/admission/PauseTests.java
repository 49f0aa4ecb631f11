package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import dev.headway.admission.Ticket.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Only requests for a quick page, sixteen thousand a second, and a process that is
 * stopped again and again: no request is refused, and none waits except for running
 * requests of the same page.
 */
class PauseTests {

	private static final long EACH_NANOS = Duration.ofSeconds(1).toNanos() / 16_000;

	private final Deque<Ticket> waiting = new ArrayDeque<>();

	/** The requests in progress at the pause end after it: at once, or only later. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# workers | slots | pause | requests between | preempted
			        5 |     4 |   100 |           16000  |   0
			        5 |     4 |   100 |           16000  |   3
			        5 |     4 |   100 |           16000  | 200
			        5 |     4 |   100 |             160  |  50
			        5 |     4 |   100 |              50  |   0
			       21 |     4 |   100 |             160  |  50
			      200 |   150 |   100 |            1600  | 300
			        5 |     4 |  2000 |             160  |  50
			""")
	void twentyPausesMakeNoQuickPageSlow(int workers, int slots, long pauseMillis, int between, int preempted) {
		ClockedAdmission admission = new ClockedAdmission(AdmissionMode.ENFORCE, slots, 100);
		Random random = new Random(workers);
		admission.serve("root", 1, 1);
		Deque<Ticket> running = new ArrayDeque<>();
		for (int pause = 0; pause < 20; pause++) {
			serve(admission, running, workers, between, random);
			Deque<Ticket> hit = new ArrayDeque<>(running);
			running.clear();
			admission.pass(pauseMillis);
			serve(admission, running, workers, preempted, random);
			hit.forEach(admission::leave);
			runWaiting(admission, running);
			while (!this.waiting.isEmpty()) {
				admission.leave(running.removeFirst());
				runWaiting(admission, running);
			}
		}
		assertThat(admission.snapshot().refused()).isZero();
		assertThat(admission.pace("root")).isEqualTo(LearnedPace.QUICK);
	}

	/** Requests come one by one, and end in any order. */
	private void serve(ClockedAdmission admission, Deque<Ticket> running, int workers, int requests, Random random) {
		for (int i = 0; i < requests; i++) {
			Ticket ticket = admission.enter("root");
			(ticket.state() == State.RUNNING ? running : this.waiting).addLast(ticket);
			admission.passNanos(EACH_NANOS);
			runWaiting(admission, running);
			while (running.size() > workers - 1 || random.nextInt(3) == 0 && running.size() > 1) {
				admission.leave(random.nextBoolean() ? running.removeFirst() : running.removeLast());
			}
		}
	}

	private void runWaiting(ClockedAdmission admission, Deque<Ticket> running) {
		while (!this.waiting.isEmpty() && this.waiting.getFirst().state() == State.RUNNING) {
			Ticket ticket = this.waiting.removeFirst();
			admission.admission().started(ticket);
			running.addLast(ticket);
		}
	}

}
