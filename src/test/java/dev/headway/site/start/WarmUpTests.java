package dev.headway.site.start;

import java.util.List;
import java.util.stream.Stream;

import dev.headway.admission.Admission;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.HandlerKey;
import dev.headway.admission.Outcome;
import dev.headway.admission.Ticket;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/** What the requests that the server has sent to itself change, and what they don't. */
// the property gives it a server of its own
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "headway.waiting.capacity=99")
@Timeout(60)
class WarmUpTests {

	@Autowired
	private Admission admission;

	/** Of an unknown handler one request would be tried while no slot is free. */
	@Test
	void quickPagesAreKnownBeforeTheFirstClientAndCountedFromThenOn() {
		assertThat(this.admission.snapshot().handlers()).isEmpty();
		assertThat(this.admission.snapshot().entered()).isZero();
		List<Ticket> sleeps = enter("/sleep", this.admission.slots());
		List<Ticket> roots = enter("/", 2);
		assertThat(roots).extracting(Ticket::state).containsOnly(State.RUNNING);
		roots.forEach((ticket) -> this.admission.leave(ticket, Outcome.SERVED));
		sleeps.forEach((ticket) -> this.admission.leave(ticket, Outcome.SERVED));
		assertThat(this.admission.snapshot().entered()).isEqualTo(2 + sleeps.size());
	}

	private List<Ticket> enter(String pattern, int times) {
		return Stream.generate(() -> this.admission.enter(new HandlerKey("GET", pattern), DeclaredPace.LEARN))
			.limit(times)
			.toList();
	}

}
