package dev.headway.admission;

import java.util.List;

import dev.headway.actuate.AdmissionFigures;
import dev.headway.actuate.HandlerDescriptor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The endpoint's figures of handlers: four slots, a room for two. */
class AdmissionFiguresTests {

	private final ClockedAdmission admission = new ClockedAdmission(2);

	private final AdmissionFigures figures = new AdmissionFigures(this.admission.admission(),
			new RefusalLog(this.admission::now, System.getLogger("test")));

	@Test
	void handlerIsShownWithWhatIsKnownOfIt() {
		this.admission.serve("root", 2, 8);
		this.admission.serve("sleep", 1000, 1);
		this.admission.enter("sleep", 4 + 2 + 3);
		assertThat(this.figures.handlers()).containsExactly(
				new HandlerDescriptor("GET", "/sleep", "slow", null, 0, 1, 1, 4, 2, 3),
				new HandlerDescriptor("GET", "/root", "quick", null, 1, 0.002, 8, 0, 0, 0));
	}

	@Test
	void requestThatWaitedTooLongCountsAsItsHandlersToo() {
		this.admission.serve("sleep", 1000, 1);
		this.admission.enter("sleep", 4 + 2);
		this.admission.pass(ClockedAdmission.TIMEOUT.toMillis());
		this.admission.admission().expire();
		assertThat(this.figures.handlers()).singleElement()
			.extracting(HandlerDescriptor::waiting, HandlerDescriptor::refused)
			.containsExactly(0, 2L);
	}

	@Test
	void whatIsDeclaredIsShownBesideWhatWasLearned() {
		Ticket ticket = this.admission.enter("known", DeclaredPace.QUICK);
		this.admission.pass(5000);
		this.admission.leave(ticket);
		assertThat(this.figures.handlers()).singleElement()
			.extracting(HandlerDescriptor::declared, HandlerDescriptor::pace)
			.containsExactly("quick", "slow");
	}

	@Test
	void onlyTheBusiestAreShown() {
		for (int i = 0; i < 50; i++) {
			this.admission.serve("handler" + i, 1, 1 + i % 25);
		}
		List<HandlerDescriptor> handlers = this.figures.handlers();
		assertThat(handlers).hasSize(AdmissionFigures.MOST_HANDLERS);
		assertThat(handlers).first().extracting(HandlerDescriptor::requests).isEqualTo(25L);
		assertThat(handlers).last().extracting(HandlerDescriptor::requests).isEqualTo(16L);
	}

	@Test
	void whereNobodyDecidesThereAreNoHandlers() {
		ClockedAdmission off = new ClockedAdmission(AdmissionMode.OFF, 4, 0);
		off.serve("root", 1, 10);
		assertThat(new AdmissionFigures(off.admission(), new RefusalLog(off::now, System.getLogger("test"))).handlers())
			.isEmpty();
	}

}
