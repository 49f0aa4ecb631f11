package dev.headway.admission;

import java.util.ArrayList;
import java.util.List;

import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerRecordsTests {

	private final ClockedAdmission admission = new ClockedAdmission(AdmissionMode.ENFORCE, 10_000, 100);

	@Test
	void handlersAreToldApartByMethodAndPattern() {
		HandlerRecords records = new HandlerRecords(1, 1);
		HandlerRecord get = records.get(new HandlerKey("GET", "/a"));
		assertThat(records.get(new HandlerKey("GET", "/a"))).isSameAs(get);
		assertThat(records.get(new HandlerKey("POST", "/a"))).isNotSameAs(get);
		assertThat(records.get(new HandlerKey("GET", "/b"))).isNotSameAs(get);
	}

	@Test
	void thatWhichWasNotAskedForLongestIsForgotten() {
		this.admission.serve("first", 1, 1);
		this.admission.serve("second", 1, 1);
		this.admission.serve("first", 1, 1);
		serveMany(HandlerRecords.MOST - 1);
		assertThat(patterns()).hasSize(HandlerRecords.MOST).contains("/first").doesNotContain("/second");
		serveMany(20_000);
		assertThat(patterns()).hasSize(HandlerRecords.MOST).doesNotContain("/first");
	}

	@Test
	void thoseInUseAreNotForgotten() {
		Ticket running = this.admission.enter("running");
		serveMany(3 * HandlerRecords.MOST);
		assertThat(this.admission.figures("running").running()).isEqualTo(1);
		this.admission.leave(running);
		serveMany(HandlerRecords.MOST);
		assertThat(patterns()).doesNotContain("/running");
	}

	@Test
	void whenAllAreInUseTheRestShareOne() {
		List<Ticket> tickets = new ArrayList<>();
		for (int i = 0; i < HandlerRecords.MOST + 50; i++) {
			tickets.add(this.admission.enter("handler" + i));
		}
		assertThat(tickets).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(this.admission.snapshot().handlers()).hasSize(HandlerRecords.MOST + 1).last().satisfies((others) -> {
			assertThat(others.key()).isEqualTo(new HandlerKey("*", "*"));
			assertThat(others.running()).isEqualTo(50);
		});
		this.admission.leave(tickets);
		assertThat(this.admission.snapshot().running()).isZero();
	}

	private void serveMany(int handlers) {
		for (int i = 0; i < handlers; i++) {
			this.admission.serve("handler" + i, 1, 1);
		}
	}

	private List<String> patterns() {
		return this.admission.snapshot().handlers().stream().map((figures) -> figures.key().pattern()).toList();
	}

}
