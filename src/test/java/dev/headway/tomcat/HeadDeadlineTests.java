package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With a clock that the test moves, and a handler that returns what the test has set. */
class HeadDeadlineTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final long TIMEOUT = 60_000;

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	@AutoClose
	private final LingeringClose lingering = LingeringClose.start("test-closer");

	private final ReadSkippingChannel channel = new ReadSkippingChannel(new SocketBufferHandler(8, 8, false),
			this.lingering);

	private final NioSocketWrapper connection = new NioSocketWrapper(this.channel, new NioEndpoint());

	private final Scripted tomcat = new Scripted();

	private final HeadDeadline deadline = new HeadDeadline(this.tomcat, LIMIT, this.clock::get);

	HeadDeadlineTests() throws Exception {
	}

	@BeforeEach
	void connect() {
		this.channel.state().accepted(this.clock.get());
		this.connection.setReadTimeout(TIMEOUT);
	}

	@Test
	void halfAHeadHasTheRestOfItsTime() {
		receive("GET", SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(LIMIT.toMillis());
		pass(Duration.ofSeconds(4));
		assertThat(receive(" / ", SocketState.LONG)).isEqualTo(SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(6000);
		pass(Duration.ofSeconds(6));
		assertThat(receive("H", SocketState.LONG)).isEqualTo(SocketState.CLOSED);
	}

	@Test
	void blankLinesAreTheBeginningOfAHead() {
		receive("\r\n", SocketState.OPEN);
		pass(Duration.ofSeconds(9));
		assertThat(receive("\r\n", SocketState.OPEN)).isEqualTo(SocketState.OPEN);
		assertThat(this.connection.getReadTimeout()).isEqualTo(1000);
		pass(Duration.ofSeconds(1));
		assertThat(receive("\r\n", SocketState.OPEN)).isEqualTo(SocketState.CLOSED);
	}

	@Test
	void connectionThatHasSentNothingKeepsItsTimeout() {
		receive("", SocketState.OPEN);
		pass(Duration.ofSeconds(30));
		assertThat(receive("", SocketState.OPEN)).isEqualTo(SocketState.OPEN);
		assertThat(this.connection.getReadTimeout()).isEqualTo(TIMEOUT);
	}

	@Test
	void nextHeadHasItsOwnTime() {
		receive("GET", SocketState.LONG);
		pass(Duration.ofSeconds(9));
		serve(SocketState.OPEN);
		pass(Duration.ofSeconds(9));
		assertThat(receive("GET", SocketState.LONG)).isEqualTo(SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(LIMIT.toMillis());
	}

	@Test
	void pipelinedHalfAHeadBeginsWhenTheOneBeforeIsServed() {
		pass(Duration.ofSeconds(9));
		serve(SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(LIMIT.toMillis());
	}

	@Test
	void shorterTimeoutStays() {
		this.connection.setReadTimeout(500);
		receive("GET", SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(500);
		assertThat(this.channel.state().takeTimeoutShortened()).isFalse();
	}

	@Test
	void connectionWithoutTimeoutGetsOneForItsHead() {
		this.connection.setReadTimeout(-1);
		receive("GET", SocketState.LONG);
		assertThat(this.connection.getReadTimeout()).isEqualTo(LIMIT.toMillis());
		assertThat(this.channel.state().takeTimeoutShortened()).isTrue();
	}

	@Test
	void waitsFromTheMomentItIsIdle() {
		serve(SocketState.ASYNC_IO);
		assertThat(this.channel.state().waitingSince()).isEqualTo(ConnectionState.NOT_WAITING);
		pass(Duration.ofSeconds(5));
		serve(SocketState.OPEN);
		assertThat(this.channel.state().waitingSince()).isEqualTo(this.clock.get());
	}

	private SocketState receive(String text, SocketState result) {
		this.tomcat.result = result;
		this.tomcat.received = text.getBytes(StandardCharsets.US_ASCII).length;
		this.tomcat.serves = false;
		return this.deadline.process(this.connection, SocketEvent.OPEN_READ);
	}

	private void serve(SocketState result) {
		this.tomcat.result = result;
		this.tomcat.received = 100;
		this.tomcat.serves = true;
		this.deadline.process(this.connection, SocketEvent.OPEN_READ);
	}

	private void pass(Duration time) {
		this.clock.addAndGet(time.toNanos());
	}

	/**
	 * Replaces Tomcat: reads the given number of bytes, serves a request or doesn't, and
	 * returns the given state.
	 */
	private static final class Scripted implements Handler<NioChannel> {

		private final Http11Processor processor = new Http11Processor(new Http11NioProtocol(), null);

		private SocketState result = SocketState.OPEN;

		private int received;

		private boolean serves;

		@Override
		public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
			ConnectionState state = ConnectionState.of(connection);
			state.received(this.received);
			if (this.serves) {
				state.serves(true);
			}
			connection.setCurrentProcessor((this.result == SocketState.LONG) ? this.processor : null);
			return this.result;
		}

		@Override
		public Object getGlobal() {
			return this;
		}

		@Override
		public void release(SocketWrapperBase<NioChannel> connection) {
			// has nothing
		}

		@Override
		public void pause() {
			// has nothing
		}

		@Override
		public void recycle() {
			// has nothing
		}

	}

}
