package dev.headway.admission;

import dev.headway.actuate.AdmissionMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The meters of observe mode, by which a team sees what would change. */
class AdmissionMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void observedRequestsAreCountedByWhatWouldHaveBecomeOfThem() {
		ClockedAdmission observed = new ClockedAdmission(AdmissionMode.OBSERVE, 4, 3);
		bind(observed);
		observed.serve("sleep", 5000, 1);
		observed.enter("sleep", 9);
		assertThat(observed("wait")).isEqualTo(3);
		assertThat(observed("refuse")).isEqualTo(2);
	}

	@Test
	void enforcedDecisionsAreNotCountedAsObserved() {
		ClockedAdmission enforced = new ClockedAdmission(3);
		bind(enforced);
		enforced.enter("sleep", 9);
		assertThat(observed("wait") + observed("refuse")).isZero();
	}

	private void bind(ClockedAdmission admission) {
		new AdmissionMetrics(admission.admission(),
				new WaitingTimes(new RefusalLog(admission::now, System.getLogger("test"))))
			.bindTo(this.registry);
	}

	private double observed(String decision) {
		return this.registry.get("headway.admission.observed").tag("decision", decision).functionCounter().count();
	}

}
