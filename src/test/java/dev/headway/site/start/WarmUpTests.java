package dev.headway.site.start;

import dev.headway.admission.Admission;
import dev.headway.admission.HandlerFigures;
import dev.headway.admission.LearnedPace;
import dev.headway.testing.SiteClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the requests that the server has sent to itself change, and what they don't. */
// the property gives it a server of its own
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "headway.waiting.capacity=99")
@Timeout(60)
class WarmUpTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Admission admission;

	/** Of an unknown handler the first request would teach nothing. */
	@Test
	void quickPagesAreKnownBeforeTheFirstClientAndCountedFromThenOn() {
		assertThat(this.admission.snapshot().handlers()).isEmpty();
		assertThat(this.admission.snapshot().entered()).isZero();
		assertThat(new SiteClient().get(this.port, "/").statusCode()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(this.admission.snapshot().handlers()).singleElement()
			.satisfies((root) -> assertThat(root).returns(LearnedPace.QUICK, HandlerFigures::pace)
				.returns(1L, HandlerFigures::count)));
	}

}
